import {createTraceState, TraceFlags} from '@opentelemetry/api';
import type {ReadableSpan, SpanProcessor} from '@opentelemetry/sdk-trace';
import type {RequestContext} from '../../requests/request-context.ts';
import {requestOf} from '../../requests/request-context.ts';
import {sampleRateOf} from '../sampling/rate-sampler.ts';
import {hasRoom, heldOf} from './keep-aside.ts';
import {RequestSpan} from './request-span.ts';
import type {ServerSpans, ServerSpansOptions} from './server-spans.ts';
import {createStart} from './server-spans.ts';

/** A span that waits for the end of its request. */
type Owned = ReadableSpan & {request?: RequestContext};

export interface KeepReported {
	/** In the place of the processors that send. */
	processor: SpanProcessor;
	serverSpans(options: Omit<ServerSpansOptions, 'processor'>): ServerSpans;
}

/**
Send the spans of each request that makes an event, whatever sampling said.

All reported requests are sent, so each counts for one. Of the others sampling keeps a share, and each of those counts
for as many as it says. To know which, the spans of a request wait for its end where sampling is not sure to keep it:
as many as a request that it left out may have. Those beyond are sampled like any other, which is right on average too.
*/
export function createKeepReported(send: SpanProcessor, onBeyond: (spans: number) => void): KeepReported {
	function leave(span: ReadableSpan, {verdict}: RequestContext): void {
		if (verdict === 'reported') send.onEnd(asReported(span));
		else if (verdict === 'sampled') send.onEnd(span);
	}

	const processor: SpanProcessor = {
		onStart(span, context) {
			const sampled = isSampled(span);
			const request =
				sampled && sampleRateOf(span.spanContext().traceState) === 1 ? undefined : requestOf(context);
			const isLate = request?.verdict !== undefined;
			if (sampled || isLate) send.onStart(span, context);
			if (!request) return;
			const held = heldOf(request);
			if (!hasRoom(held)) return;
			held.begun.push({span, context});
			(span as Owned).request = request;
		},
		onEnd(span: Owned) {
			const {request} = span;
			if (!request) {
				if (isSampled(span)) send.onEnd(span);
			} else if (request.verdict) leave(span, request);
			else heldOf(request).ended.push(span);
		},
		forceFlush: () => send.forceFlush(),
		shutdown: () => send.shutdown(),
	};

	function settleAside(request: RequestContext, span: RequestSpan): boolean {
		const {hasEvent, spans: held} = request;
		request.verdict = hasEvent ? 'reported' : 'left-out';
		if (!hasEvent) {
			request.spans = undefined;
			return false;
		}
		// It is no span of the SDK, and all that is asked of one.
		send.onStart(span as unknown as Parameters<SpanProcessor['onStart']>[0], span.context);
		for (const {span: below, context} of held?.begun ?? []) send.onStart(below, context);
		if (held && held.beyond > 0) {
			span.setAttribute('app.spans.left_out', held.beyond);
			onBeyond(held.beyond);
		}
		return true;
	}

	function settle(request: RequestContext): boolean {
		const {span} = request;
		// Abandoned in a crash, it may end after all.
		if (request.verdict) return false;
		if (span instanceof RequestSpan && !span.isSampled) {
			if (!settleAside(request, span)) return false;
		} else {
			if (!span.isRecording() || sampleRateOf(span.spanContext().traceState) === 1) return span.isRecording();
			request.verdict = request.hasEvent ? 'reported' : 'sampled';
			(span as unknown as Owned).request = request;
		}
		const {spans} = request;
		for (const below of spans?.ended ?? []) leave(below, request);
		if (spans) spans.ended = [];
		return true;
	}

	return {
		processor,
		serverSpans: options => ({
			start: createStart({...options, processor, onEndAside: span => send.onEnd(asReported(span))}),
			settle,
		}),
	};
}

/** The same span, counting for one: what is sure to be sent has no threshold, whatever sampling said. */
function asReported(span: ReadableSpan): ReadableSpan {
	const own = span.spanContext();
	const {traceState = createTraceState()} = own;
	const weighed = sampleRateOf(traceState) === 1 ? own : {...own, traceState: traceState.set('ot', 'th:0')};
	return Object.create(span, {
		isReported: {value: true},
		spanContext: {value: () => weighed},
	}) as ReadableSpan;
}

function isSampled(span: ReadableSpan): boolean {
	return (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
}
