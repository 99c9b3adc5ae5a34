import type {Context} from '@opentelemetry/api';
import type {ReadableSpan, SpanProcessor} from '@opentelemetry/sdk-trace';

/** A root whose children never end is sent without them. */
const longestWaitMs = 60_000;
/** Beyond so many open segments the oldest leaves with what it has. */
const mostSegments = 10_000;

interface Segment {
	root: ReadableSpan | undefined;
	children: ReadableSpan[];
	open: number;
	/** When its root ended. */
	rootEnded: number;
	/** In which its first span began: what is known of the trace. */
	context: Context;
	ids: string[];
}

/**
Gather the spans of each segment, and hand them on when the last one has ended.

A segment is what one service did of a trace: the span without a local parent, and all below it.

@param emit - Called once for each segment, with the context that it began in; of a span that comes after its segment
that is not known any more.
*/
export function createSegmentSpanProcessor(
	emit: (root: ReadableSpan, children: ReadableSpan[], context?: Context) => void,
): SpanProcessor {
	const segments = new Map<string, Segment>();
	const inOrder = new Set<Segment>();

	/** Those that wait for a child only, in the order in which their roots ended. */
	const waiting = new Set<Segment>();
	let timer: NodeJS.Timeout | undefined;

	function leave(segment: Segment): void {
		inOrder.delete(segment);
		waiting.delete(segment);
		for (const id of segment.ids) segments.delete(id);
		const {root, children, context} = segment;
		if (root) emit(root, children, context);
		// The root is still open, or left earlier: each span is a segment of its own rather than lost.
		else for (const child of children) emit(child, [], context);
	}

	/** A request that is still open, as one for server-sent events is for hours, holds up nobody else's. */
	function leaveOverdue(): void {
		clearTimeout(timer);
		timer = undefined;
		for (const segment of waiting) {
			const leftMs = segment.rootEnded + longestWaitMs - performance.now();
			if (leftMs > 0) {
				timer = setTimeout(leaveOverdue, leftMs).unref();
				return;
			}
			leave(segment);
		}
	}

	return {
		onStart(span, context) {
			const parent = span.parentSpanContext;
			let segment = parent && !parent.isRemote ? segments.get(parent.spanId) : undefined;
			if (!segment) {
				segment = {root: undefined, children: [], open: 0, rootEnded: 0, context, ids: []};
				inOrder.add(segment);
				if (inOrder.size > mostSegments) leave(inOrder.values().next().value!);
			}
			const {spanId} = span.spanContext();
			segment.open++;
			segment.ids.push(spanId);
			segments.set(spanId, segment);
		},
		onEnd(span) {
			const segment = segments.get(span.spanContext().spanId);
			if (!segment) {
				emit(span, []);
				return;
			}
			segment.open--;
			if (span.spanContext().spanId === segment.ids[0]) segment.root = span;
			else segment.children.push(span);
			if (segment.open === 0) leave(segment);
			else if (segment.root === span) {
				segment.rootEnded = performance.now();
				waiting.add(segment);
				timer ??= setTimeout(leaveOverdue, longestWaitMs).unref();
			}
		},
		async forceFlush() {
			for (const segment of [...inOrder]) if (segment.root) leave(segment);
		},
		async shutdown() {
			for (const segment of [...inOrder]) leave(segment);
		},
	};
}
