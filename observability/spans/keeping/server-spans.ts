import type {Context, Span, Tracer} from '@opentelemetry/api';
import {SpanKind} from '@opentelemetry/api';
import type {SpanProcessor} from '@opentelemetry/sdk-trace';
import type {RequestContext} from '../../requests/request-context.ts';

/** The spans of requests: how they begin, and whether they are sent. */
export interface ServerSpans {
	/** Begin the span of a request, in the context that it came with. */
	start(name: string, parent: Context): Span;
	/**
	Decide what becomes of a request's spans. Call before its own ends.

	@returns whether that is sent, and so worth describing.
	*/
	settle(request: RequestContext): boolean;
}

/** As sampling says and no more: `SENTRY_TRACES_KEEP=sampled`. */
export function keepSampled(tracer: Tracer): ServerSpans {
	return {
		start: (name, parent) => tracer.startSpan(name, {kind: SpanKind.SERVER}, parent),
		settle: ({span}) => span.isRecording(),
	};
}

/** Several processors as one. */
export function inTurn(processors: SpanProcessor[]): SpanProcessor {
	return {
		onStart(span, context) {
			for (const processor of processors) processor.onStart(span, context);
		},
		onEnd(span) {
			for (const processor of processors) processor.onEnd(span);
		},
		async forceFlush() {
			await Promise.all(processors.map(processor => processor.forceFlush()));
		},
		async shutdown() {
			await Promise.all(processors.map(processor => processor.shutdown()));
		},
	};
}
