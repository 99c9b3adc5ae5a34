import type {Context, Span as OpenTelemetrySpan} from '@opentelemetry/api';
import {context, isSpanContextValid, propagation, trace} from '@opentelemetry/api';
import {isTracingSuppressed, suppressTracing} from '@opentelemetry/core';
import type {AsyncContextStrategy, Scope, Span} from '@sentry/core';
import {generateTraceId, getCurrentScope, withScope} from '@sentry/core';

type SpanStrategy = Required<
	Pick<
		AsyncContextStrategy,
		| 'continueTrace'
		| 'getActiveSpan'
		| 'getTraceData'
		| 'isTracingSuppressed'
		| 'startNewTrace'
		| 'suppressTracing'
		| 'withActiveSpan'
	>
>;

/**
What of Sentry's span API can act on OpenTelemetry's spans.

`startSpan` and its kin can't: Sentry makes those spans itself, and with its tracing off they are none. The linter names
what to call instead.
https://docs.sentry.io/platforms/javascript/guides/koa/apis/#tracing
*/
export const spanStrategy: SpanStrategy = {
	getActiveSpan: () => active(context.active()),
	withActiveSpan: (span, callback) => {
		const now = context.active();
		return run(span ? trace.setSpan(now, span as OpenTelemetrySpan) : trace.deleteSpan(now), callback);
	},
	suppressTracing: callback => context.with(suppressTracing(context.active()), callback),
	isTracingSuppressed: () => isTracingSuppressed(context.active()),
	getTraceData({span, propagateTraceparent} = {}) {
		const now = context.active();
		const carrier: Record<string, string> = {};
		propagation.inject(span ? trace.setSpan(now, span as OpenTelemetrySpan) : now, carrier);
		const {'sentry-trace': sentryTrace, baggage, traceparent} = carrier;
		if (sentryTrace === undefined) return {};
		return {
			'sentry-trace': sentryTrace,
			...(baggage !== undefined && {baggage}),
			...(propagateTraceparent && traceparent !== undefined && {traceparent}),
		};
	},
	continueTrace({sentryTrace, baggage}, callback) {
		const continued = propagation.extract(untraced(), {'sentry-trace': sentryTrace, baggage});
		return active(continued) ? context.with(continued, callback) : spanStrategy.startNewTrace(callback);
	},
	startNewTrace: callback =>
		context.with(untraced(), () =>
			withScope(scope => {
				// Of what is captured before OpenTelemetry begins a span, which brings its own trace.
				scope.setPropagationContext({traceId: generateTraceId(), sampleRand: Math.random()});
				return callback();
			}),
		),
};

/** Sentry's type is the narrower one; the span has what it uses of it. */
function active(now: Context): Span | undefined {
	const span = trace.getSpan(now);
	return span && isSpanContextValid(span.spanContext()) ? (span as Span) : undefined;
}

function untraced(): Context {
	return propagation.deleteBaggage(trace.deleteSpan(context.active()));
}

function run<T>(now: Context, callback: (scope: Scope) => T): T {
	return context.with(now, () => callback(getCurrentScope()));
}
