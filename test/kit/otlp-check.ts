import type {Span} from './otlp-spans.ts';

/**
A span as every receiver wants it; some drop any other silently, so here it is refused aloud.

@throws {Error} On an id of a wrong length or all zeros, and on an end before the start.
@see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
*/
export function checkSpan({name, traceId, spanId, parentSpanId, links, ...span}: Span): void {
	checkId(`Trace id of span "${name}"`, traceId, 32);
	checkId(`Span id of span "${name}"`, spanId, 16);
	if (parentSpanId !== undefined) checkId(`Parent span id of span "${name}"`, parentSpanId, 16);
	for (const link of links) {
		checkId(`Trace id of a link of span "${name}"`, link.traceId, 32);
		checkId(`Span id of a link of span "${name}"`, link.spanId, 16);
	}
	if (span.endTimeUnixNano < span.startTimeUnixNano) {
		throw new Error(
			`Span "${name}" must not end before ${span.startTimeUnixNano}, got ${span.endTimeUnixNano}`,
		);
	}
}

function checkId(what: string, id: string, digits: number): void {
	if (id.length === digits && /^[0-9a-f]*$/.test(id) && !/^0*$/.test(id)) return;
	throw new Error(`${what} must be ${digits} hex digits, not all 0, got "${id}"`);
}
