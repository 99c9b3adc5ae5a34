import type {Span} from '../../../test/kit/otlp-spans.ts';
import {traceIdOf} from './traces.ts';

export interface Arrived {
	/** Traces of which each span came, at least once. */
	whole: number;
	/** Traces of which some spans came. */
	partial: number;
	/** Traces whose spans came from more than one gateway. */
	split: number;
	/** Spans that came more than once. */
	twice: number;
}

/** What became of these traces. @param gateways - The spans that each gateway delivered. */
export function arrived(
	run: string,
	traces: readonly number[],
	gateways: readonly (readonly Span[])[],
	spansPerTrace: number,
): Arrived {
	const ids = new Set(traces.map(trace => traceIdOf(run, trace)));
	const seen = new Map<string, {spans: Set<string>; gateways: Set<number>}>();
	let twice = 0;
	for (const [index, spans] of gateways.entries()) {
		for (const {traceId, spanId} of spans.filter(span => ids.has(span.traceId))) {
			const trace = seen.get(traceId) ?? {spans: new Set(), gateways: new Set()};
			seen.set(traceId, trace);
			if (trace.spans.has(spanId)) twice++;
			trace.spans.add(spanId);
			trace.gateways.add(index);
		}
	}
	const all = [...seen.values()];
	return {
		whole: all.filter(trace => trace.spans.size === spansPerTrace).length,
		partial: all.filter(trace => trace.spans.size < spansPerTrace).length,
		split: all.filter(trace => trace.gateways.size > 1).length,
		twice,
	};
}
