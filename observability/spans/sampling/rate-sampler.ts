import type {Context, TraceState} from '@opentelemetry/api';
import {createTraceState, SamplingDecision, trace} from '@opentelemetry/api';
import type {Sampler} from '@opentelemetry/sdk-trace';

/** 56 bits: the last 14 hex digits of a trace id, https://www.w3.org/TR/trace-context-2/#random-trace-id-flag */
const digits = 14;

/** Nobody keeps one trace in a million; who says so wants to be counted as millions. */
const leastRate = 1e-6;

/**
Keep a share of the traces that start here, and say so in `tracestate`.

The threshold in `ot=th:…` tells the services downstream, and their Sentry, how many traces one
kept trace stands for: https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/
*/
export function createRateSampler(rate: number): Sampler {
	const threshold = thresholdOf(rate);
	const own = rate < 1 && rate > 0 ? createTraceState(`ot=th:${short(threshold)}`) : undefined;
	const kept = {decision: SamplingDecision.RECORD_AND_SAMPLED, ...(own && {traceState: own})};
	const dropped = {decision: SamplingDecision.NOT_RECORD};
	return {
		shouldSample(context: Context, traceId: string) {
			// A parent's state is there only when its decision is not obeyed; other vendors' entries pass through.
			const parent = trace.getSpanContext(context)?.traceState;
			const random = parent && randomIn(parent);
			const isKept = rate === 1 || (rate > 0 && (random ?? traceId.slice(-digits)) >= threshold);
			if (!isKept) return dropped;
			if (!parent || (!own && parent.get('ot') === undefined)) return kept;
			const said = `${random ? `rv:${random};` : ''}th:${short(threshold)}`;
			return {decision: kept.decision, traceState: parent.set('ot', said)};
		},
		toString: () => `Rate{${rate}}`,
	};
}

/**
The share of traces that a span's trace was kept with, as the trace's root said it.

1 when it said nothing, as we do where all are kept, and as Sentry itself assumes.
*/
export function sampleRateOf(traceState: TraceState | undefined): number {
	return traceState ? rates.getOrInsertComputed(traceState, readRate) : 1;
}

/** Spans of one trace share their state, and so do all traces that start here: 5 µs for each, when it is read anew. */
const rates = new WeakMap<TraceState, number>();

function readRate(traceState: TraceState): number {
	const threshold = /(?:^|;)th:([\da-f]{1,14})(?:;|$)/.exec(traceState.get('ot') ?? '')?.[1];
	if (!threshold) return 1;
	// 0.1 comes back as 0.1: a threshold has 52 bits, so what is beyond the 14th decimal is its rounding.
	const rate = Number((1 - Number.parseInt(threshold, 16) / 16 ** threshold.length).toFixed(14));
	return rate < leastRate ? 1 : rate;
}

/** What is compared with the threshold: 14 hex digits, drawn by the trace's root or those that its id ends in. */
export function randomOf(traceState: TraceState | undefined, traceId: string): string {
	return (traceState && randomIn(traceState)) ?? traceId.slice(-digits);
}

function randomIn(traceState: TraceState): string | undefined {
	return /(?:^|;)rv:([\da-f]{14})(?:;|$)/.exec(traceState.get('ot') ?? '')?.[1];
}

/** How large a trace's random number must at least be for it to be kept, in hex. */
export function thresholdOf(rate: number): string {
	if (rate <= 0) return 'f'.repeat(digits);
	return toHex(1 - rate);
}

/** A fraction of one as 14 hex digits. */
export function toHex(fraction: number): string {
	const whole = BigInt(Math.round(fraction * 2 ** 52)) << 4n;
	return whole >> 56n ? 'f'.repeat(digits) : whole.toString(16).padStart(digits, '0');
}

/** Trailing zeros say nothing. */
export function short(threshold: string): string {
	return threshold.replace(/0+$/, '') || '0';
}
