import type {Context, TraceState} from '@opentelemetry/api';
import {createTraceState, SamplingDecision} from '@opentelemetry/api';
import type {Sampler} from '@opentelemetry/sdk-trace';

/** 56 random bits: the last 14 hex digits of a trace id, https://www.w3.org/TR/trace-context-2/#random-trace-id-flag */
const randomDigits = 14;

/**
Keep a share of the traces that start here, and say so in `tracestate`.

The threshold in `ot=th:…` tells the services downstream, and their Sentry, how many traces one
kept trace stands for: https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/
*/
export function createRateSampler(rate: number): Sampler {
	const threshold = thresholdOf(rate);
	const traceState =
		rate < 1 && rate > 0 ? createTraceState(`ot=th:${threshold.replace(/0+$/, '') || '0'}`) : undefined;
	const kept = {decision: SamplingDecision.RECORD_AND_SAMPLED, ...(traceState && {traceState})};
	const dropped = {decision: SamplingDecision.NOT_RECORD};
	return {
		shouldSample: (_context: Context, traceId: string) =>
			rate === 1 || (rate > 0 && traceId.slice(-randomDigits) >= threshold) ? kept : dropped,
		toString: () => `Rate{${rate}}`,
	};
}

/**
The share of traces that a span's trace was kept with: what the trace's root said, else our own.

@param ownRate - Used for traces that start here, and where the caller didn't say.
*/
export function sampleRateOf(traceState: TraceState | undefined, ownRate: number): number {
	const digits = traceState && /(?:^|;)th:([\da-f]{1,14})(?:;|$)/.exec(traceState.get('ot') ?? '')?.[1];
	if (!digits) return ownRate;
	return 1 - Number.parseInt(digits, 16) / 16 ** digits.length;
}

export function thresholdOf(rate: number): string {
	if (rate <= 0) return 'f'.repeat(randomDigits);
	const threshold = BigInt(Math.round((1 - rate) * 2 ** 52)) << 4n;
	return threshold.toString(16).padStart(randomDigits, '0');
}
