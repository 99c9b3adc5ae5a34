import type {Origin} from './otlp.ts';
import {decodeEach} from './otlp.ts';
import type {Attributes, KeyValue} from './otlp-values.ts';
import {decodeAttributes, decodeId, valueTypes} from './otlp-values.ts';

/** One span, with the resource and the scope it came under. */
export interface Span extends Origin {
	name: string;
	/** 1 internal, 2 server, 3 client, 4 producer, 5 consumer: one more than in the OpenTelemetry API. */
	kind: number;
	traceId: string;
	spanId: string;
	parentSpanId: string | undefined;
	/** The low byte is W3C's trace flags; 0x100 says that 0x200, "the parent is remote", is meant. */
	flags: number;
	traceState: string;
	attributes: Attributes;
	/** How each attribute was sent: `stringValue`, `intValue`, `doubleValue`, … */
	attributeTypes: Record<string, string>;
	/** Code 0 unset, 1 ok, 2 error. */
	status: {code: number; message: string};
	startTimeUnixNano: bigint;
	endTimeUnixNano: bigint;
	events: {name: string; timeUnixNano: bigint; attributes: Attributes}[];
	links: {traceId: string; spanId: string; traceState: string; flags: number; attributes: Attributes}[];
}

type Id = Uint8Array | string;
type Nano = bigint | number | string;

/** A span as protobuf or JSON decodes it: what is left out has its default. */
interface WireSpan {
	name?: string;
	kind?: number;
	traceId?: Id;
	spanId?: Id;
	parentSpanId?: Id;
	flags?: number;
	traceState?: string;
	attributes?: KeyValue[];
	status?: {code?: number; message?: string};
	startTimeUnixNano?: Nano;
	endTimeUnixNano?: Nano;
	events?: {name?: string; timeUnixNano?: Nano; attributes?: KeyValue[]}[];
	links?: {traceId?: Id; spanId?: Id; traceState?: string; flags?: number; attributes?: KeyValue[]}[];
}

/** The spans of one request, flat. @throws {Error} See `decodeEach` and `checkSpan`. */
export function decodeTraces(body: Uint8Array, contentType?: string): Span[] {
	const decoded = decodeEach('Spans', body, contentType, decodeSpan);
	decoded.forEach(checkSpan);
	return decoded;
}

function decodeSpan(span: WireSpan): Omit<Span, keyof Origin> {
	return {
		name: span.name ?? '',
		kind: span.kind ?? 0,
		traceId: decodeId(span.traceId),
		spanId: decodeId(span.spanId),
		parentSpanId: decodeId(span.parentSpanId) || undefined,
		flags: span.flags ?? 0,
		traceState: span.traceState ?? '',
		attributes: decodeAttributes(span.attributes),
		attributeTypes: valueTypes(span.attributes),
		status: {code: span.status?.code ?? 0, message: span.status?.message ?? ''},
		startTimeUnixNano: BigInt(span.startTimeUnixNano ?? 0),
		endTimeUnixNano: BigInt(span.endTimeUnixNano ?? 0),
		events: (span.events ?? []).map(({name = '', timeUnixNano = 0, attributes}) => ({
			name,
			timeUnixNano: BigInt(timeUnixNano),
			attributes: decodeAttributes(attributes),
		})),
		links: (span.links ?? []).map(({traceId, spanId, traceState = '', flags = 0, attributes}) => ({
			traceId: decodeId(traceId),
			spanId: decodeId(spanId),
			traceState,
			flags,
			attributes: decodeAttributes(attributes),
		})),
	};
}

/**
A span as every receiver wants it; some drop any other silently, so here it is refused aloud.

@throws {Error} On an id of a wrong length or all zeros, and on an end before the start.
@see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
*/
function checkSpan({name, traceId, spanId, parentSpanId, links, ...span}: Span): void {
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
