import type {Context, SpanContext} from '@opentelemetry/api';
import {createTraceState, SamplingDecision, trace} from '@opentelemetry/api';
import type {Sampler} from '@opentelemetry/sdk-trace';
import type {SamplingContext} from './continued-trace.ts';
import {continuedTraceOf} from './continued-trace.ts';
import {short, thresholdOf, toHex} from './rate-sampler.ts';

const kept = {decision: SamplingDecision.RECORD_AND_SAMPLED};
const dropped = {decision: SamplingDecision.NOT_RECORD};

/**
Keep a trace that our caller keeps, and read from Sentry's baggage how many traces it stands for.

A Sentry SDK at the head of a trace states its rate there, OpenTelemetry in `tracestate`. Said the
second way too, all spans of the trace here and downstream know it.
https://develop.sentry.dev/sdk/foundations/trace-propagation/dynamic-sampling-context/
*/
export function continueSampled(): Sampler {
	return {
		shouldSample(context) {
			const parent = trace.getSpanContext(context)!;
			const sentry = continuedTraceOf(context, parent)?.samplingContext;
			const said = sentry && parent.traceState?.get('ot') === undefined ? probabilityOf(sentry) : undefined;
			return said === undefined ? kept : {...kept, traceState: withState(parent, said).traceState!};
		},
		toString: () => 'ContinueSampled',
	};
}

/**
Decide where our caller left it to us, with the random number of the trace's head if it named one; else drop, as it said.

@param root - Decides for traces that begin here.
*/
export function decideUndecided(root: Sampler): Sampler {
	return {
		shouldSample(context, ...rest) {
			const parent = trace.getSpanContext(context)!;
			const continued = continuedTraceOf(context, parent);
			if (!continued?.isUndecided) return dropped;
			return root.shouldSample(withRandom(context, parent, continued.samplingContext), ...rest);
		},
		toString: () => `DecideUndecided{${root}}`,
	};
}

function withRandom(context: Context, parent: SpanContext, sentry: SamplingContext | undefined): Context {
	const drawn = fraction(sentry?.['sample_rand']);
	if (drawn === undefined) return context;
	return trace.setSpanContext(context, withState(parent, `rv:${toHex(1 - drawn)}`));
}

/** The threshold, and a random number that lies above it as the trace was kept: Sentry doesn't draw it from the trace id. */
function probabilityOf(sentry: SamplingContext): string | undefined {
	const rate = fraction(sentry['sample_rate']);
	if (rate === undefined || rate <= 0 || rate >= 1) return undefined;
	const drawn = fraction(sentry['sample_rand']);
	const random = 1 - (drawn !== undefined && drawn < rate ? drawn : Math.random() * rate);
	return `rv:${toHex(random)};th:${short(thresholdOf(rate))}`;
}

function withState(span: SpanContext, said: string): SpanContext {
	return {...span, traceState: (span.traceState ?? createTraceState()).set('ot', said)};
}

function fraction(text: string | undefined): number | undefined {
	return text !== undefined && /^[01](?:\.\d{1,20})?(?:e-\d)?$/.test(text) ? Number(text) : undefined;
}
