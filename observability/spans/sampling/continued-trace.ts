import type {Context, SpanContext} from '@opentelemetry/api';
import {createContextKey} from '@opentelemetry/api';

/**
What Sentry wants to know of a whole trace: its `trace_id`, `public_key`, `sample_rate` and more, as texts.

https://develop.sentry.dev/sdk/foundations/trace-propagation/dynamic-sampling-context/
*/
export type SamplingContext = Readonly<Record<string, string>>;

/** What a caller said of the trace that we continue. */
export interface ContinuedTrace {
	traceId: string;
	/** The caller left it to us whether the trace is kept. */
	isUndecided: boolean;
	/** As the Sentry SDK at the trace's head said it. Undefined where no such SDK is at its head. */
	samplingContext: SamplingContext | undefined;
	/** The same as it came, as members of `baggage`. */
	members: string;
}

/** Set where a trace is continued; found in every context below. */
export const continuedTraceKey = createContextKey('continued trace');

/** What our caller said of a span's trace. Undefined for a trace that begins here, also where another one was continued. */
export function continuedTraceOf(context: Context, {traceId}: SpanContext): ContinuedTrace | undefined {
	const continued = context.getValue(continuedTraceKey) as ContinuedTrace | undefined;
	return continued?.traceId === traceId ? continued : undefined;
}
