import protobuf from 'protobufjs';
import type {Attributes, KeyValue} from './otlp-values.ts';
import {decodeAttributes} from './otlp-values.ts';

/** What a span or a metric came under. */
export interface Origin {
	resource: Attributes;
	scope: {name: string; version: string};
}

/** Both lists of lists of a request, as protobuf or JSON decodes them. */
type Wire = {[list: string]: Wire[] | undefined} & {
	resource?: {attributes?: KeyValue[]};
	scope?: Partial<Origin['scope']>;
};

/**
The OTLP messages that carry traces and metrics. Names are in camel case, as in OTLP's JSON encoding, so that both
encodings decode to the same shape; enums are plain numbers. `optional` is what is told from absent even at 0, '' and
false, as members of a `oneof` are. The fixed-width and the variable-width integers differ on the wire.

@see https://github.com/open-telemetry/opentelemetry-proto/tree/main/opentelemetry/proto
*/
const {root} = protobuf.parse(
	`syntax = "proto3";
message TracesRequest { repeated ResourceSpans resourceSpans = 1; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scopeSpans = 2; }
message ScopeSpans { Scope scope = 1; repeated Span spans = 2; }
message Span {
	bytes traceId = 1; bytes spanId = 2; string traceState = 3; bytes parentSpanId = 4; fixed32 flags = 16;
	string name = 5; int32 kind = 6; fixed64 startTimeUnixNano = 7; fixed64 endTimeUnixNano = 8; Status status = 15;
	repeated KeyValue attributes = 9; repeated SpanEvent events = 11; repeated SpanLink links = 13;
	uint32 droppedAttributesCount = 10; uint32 droppedEventsCount = 12; uint32 droppedLinksCount = 14;
}
message SpanEvent {
	fixed64 timeUnixNano = 1; string name = 2; repeated KeyValue attributes = 3; uint32 droppedAttributesCount = 4;
}
message SpanLink {
	bytes traceId = 1; bytes spanId = 2; string traceState = 3; fixed32 flags = 6;
	repeated KeyValue attributes = 4; uint32 droppedAttributesCount = 5;
}
message Status { string message = 2; int32 code = 3; }

message MetricsRequest { repeated ResourceMetrics resourceMetrics = 1; }
message ResourceMetrics { Resource resource = 1; repeated ScopeMetrics scopeMetrics = 2; }
message ScopeMetrics { Scope scope = 1; repeated Metric metrics = 2; }
message Metric {
	string name = 1; string description = 2; string unit = 3;
	Points gauge = 5; Points sum = 7; HistogramPoints histogram = 9;
}
message Points { repeated NumberPoint dataPoints = 1; int32 aggregationTemporality = 2; bool isMonotonic = 3; }
message NumberPoint {
	fixed64 startTimeUnixNano = 2; fixed64 timeUnixNano = 3; repeated KeyValue attributes = 7;
	optional double asDouble = 4; optional sfixed64 asInt = 6;
}
message HistogramPoints { repeated HistogramPoint dataPoints = 1; int32 aggregationTemporality = 2; }
message HistogramPoint {
	fixed64 startTimeUnixNano = 2; fixed64 timeUnixNano = 3; repeated KeyValue attributes = 9; fixed64 count = 4;
	optional double sum = 5; optional double min = 11; optional double max = 12;
	repeated fixed64 bucketCounts = 6; repeated double explicitBounds = 7;
}

message Resource { repeated KeyValue attributes = 1; }
message Scope { string name = 1; string version = 2; repeated KeyValue attributes = 3; }
message KeyValue { string key = 1; AnyValue value = 2; }
message AnyValue {
	optional string stringValue = 1; optional bool boolValue = 2; optional int64 intValue = 3;
	optional double doubleValue = 4; ArrayValue arrayValue = 5; KeyValueList kvlistValue = 6;
	optional bytes bytesValue = 7;
}
message ArrayValue { repeated AnyValue values = 1; }
message KeyValueList { repeated KeyValue values = 1; }`,
	{keepCase: true},
);

/** The message type called `name`, ready to decode and, in tests, to encode. */
export function otlpType(name: string): protobuf.Type {
	return root.lookupType(name);
}

/**
Decode an OTLP request body to the shape that its JSON encoding has.

@throws {Error} On any other content type, and on a body that isn't what it says.
@see https://opentelemetry.io/docs/specs/otlp/#otlphttp-request
*/
export function parseOtlp(
	message: 'TracesRequest' | 'MetricsRequest',
	body: Uint8Array,
	contentType = '',
): unknown {
	const mediaType = contentType.split(';', 1)[0]!.trim();
	if (mediaType === 'application/json') return JSON.parse(Buffer.from(body).toString());
	if (mediaType !== 'application/x-protobuf') {
		throw new Error(`OTLP is application/x-protobuf or application/json, got "${contentType}"`);
	}
	const type = otlpType(message);
	return type.toObject(type.decode(body), {longs: BigInt});
}

/** The spans or the metrics of one request, flat. @throws {Error} See `parseOtlp`; and whatever `decode` throws. */
export function decodeEach<Each extends object, Decoded extends object>(
	what: 'Spans' | 'Metrics',
	body: Uint8Array,
	contentType: string | undefined,
	decode: (each: Each) => Decoded,
): (Decoded & Origin)[] {
	const request = parseOtlp(what === 'Spans' ? 'TracesRequest' : 'MetricsRequest', body, contentType) as Wire;
	return (request[`resource${what}`] ?? []).flatMap(({resource, [`scope${what}`]: scopes = []}) =>
		scopes.flatMap(({scope, [what.toLowerCase()]: all = []}) =>
			all.map(each => ({
				...decode(each as Each),
				resource: decodeAttributes(resource?.attributes),
				scope: {name: scope?.name ?? '', version: scope?.version ?? ''},
			})),
		),
	);
}
