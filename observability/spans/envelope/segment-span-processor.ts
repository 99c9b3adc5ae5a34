import type {Context} from '@opentelemetry/api';
import {ROOT_CONTEXT} from '@opentelemetry/api';
import type {ReadableSpan, SpanProcessor} from '@opentelemetry/sdk-trace';

/** A root whose children never end is sent without them. */
const longestWaitMs = 60_000;
/** Beyond so many open segments the oldest leaves with what it has. */
const mostSegments = 10_000;

interface Segment {
	root: ReadableSpan | undefined;
	children: ReadableSpan[];
	open: number;
	since: number;
	/** In which its first span began: what is known of the trace. */
	context: Context;
	ids: string[];
}

/**
Gather the spans of each segment, and hand them on when the last one has ended.

A segment is what one service did of a trace: the span without a local parent, and all below it.

@param emit - Called once for each segment, with the context that it began in.
*/
export function createSegmentSpanProcessor(
	emit: (root: ReadableSpan, children: ReadableSpan[], context: Context) => void,
): SpanProcessor {
	const segments = new Map<string, Segment>();
	const inOrder = new Set<Segment>();

	function leave(segment: Segment): void {
		inOrder.delete(segment);
		for (const id of segment.ids) segments.delete(id);
		const {root, children, context} = segment;
		if (root) emit(root, children, context);
		// The root is still open, or left earlier: each span is a segment of its own rather than lost.
		else for (const child of children) emit(child, [], context);
	}

	function leaveOverdue(): void {
		for (const segment of inOrder) {
			const overdue = segment.root && performance.now() - segment.since > longestWaitMs;
			if (!overdue && inOrder.size <= mostSegments) return;
			leave(segment);
		}
	}

	return {
		onStart(span, context) {
			const parent = span.parentSpanContext;
			let segment = parent && !parent.isRemote ? segments.get(parent.spanId) : undefined;
			if (!segment) {
				segment = {root: undefined, children: [], open: 0, since: performance.now(), context, ids: []};
				inOrder.add(segment);
				leaveOverdue();
			}
			const {spanId} = span.spanContext();
			segment.open++;
			segment.ids.push(spanId);
			segments.set(spanId, segment);
		},
		onEnd(span) {
			const segment = segments.get(span.spanContext().spanId);
			if (!segment) {
				emit(span, [], ROOT_CONTEXT);
				return;
			}
			segment.open--;
			if (span.spanContext().spanId === segment.ids[0]) segment.root = span;
			else segment.children.push(span);
			if (segment.open === 0) leave(segment);
		},
		async forceFlush() {
			for (const segment of [...inOrder]) if (segment.root) leave(segment);
		},
		async shutdown() {
			for (const segment of [...inOrder]) leave(segment);
		},
	};
}
