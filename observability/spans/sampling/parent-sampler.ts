import type {Baggage} from '@opentelemetry/api';
import {createTraceState, propagation, SamplingDecision, trace} from '@opentelemetry/api';
import type {Sampler} from '@opentelemetry/sdk-trace';
import {short, thresholdOf, toHex} from './rate-sampler.ts';

const kept = {decision: SamplingDecision.RECORD_AND_SAMPLED};

/**
Keep a trace that our caller keeps, and read from Sentry's baggage how many traces it stands for.

A Sentry SDK at the head of a trace states its rate there, OpenTelemetry in `tracestate`. Said the
second way too, all spans of the trace here and downstream know it.
https://develop.sentry.dev/sdk/foundations/trace-propagation/dynamic-sampling-context/
*/
export function continueSampled(): Sampler {
	return {
		shouldSample(context) {
			const baggage = propagation.getBaggage(context);
			if (!baggage) return kept;
			const traceState = trace.getSpanContext(context)?.traceState;
			const said = traceState?.get('ot') === undefined ? probabilityOf(baggage) : undefined;
			if (said === undefined) return kept;
			return {...kept, traceState: (traceState ?? createTraceState()).set('ot', said)};
		},
		toString: () => 'ContinueSampled',
	};
}

/** The threshold, and a random number that lies above it as the trace was kept: Sentry doesn't draw it from the trace id. */
function probabilityOf(baggage: Baggage): string | undefined {
	const rate = fraction(baggage.getEntry('sentry-sample_rate')?.value);
	if (rate === undefined || rate <= 0 || rate >= 1) return undefined;
	const drawn = fraction(baggage.getEntry('sentry-sample_rand')?.value);
	const random = 1 - (drawn !== undefined && drawn < rate ? drawn : Math.random() * rate);
	return `rv:${toHex(random)};th:${short(thresholdOf(rate))}`;
}

function fraction(text: string | undefined): number | undefined {
	return text !== undefined && /^[01](?:\.\d{1,20})?(?:e-\d)?$/.test(text) ? Number(text) : undefined;
}
