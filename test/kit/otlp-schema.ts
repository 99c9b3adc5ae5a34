import protobuf from 'protobufjs/light.js';
import {message} from './otlp-message.ts';

/**
The OTLP messages that carry traces and metrics, each field as `[number, type]`. Names are in camel case, as
in OTLP's JSON encoding, so that both encodings decode to the same shape. Enums are plain numbers.

The fixed-width and the variable-width integers differ on the wire: keep the types as they are.

@see https://github.com/open-telemetry/opentelemetry-proto/tree/main/opentelemetry/proto
*/
const messages = {
	TracesRequest: message({resourceSpans: [1, 'ResourceSpans', 'repeated']}),
	ResourceSpans: message({resource: [1, 'Resource'], scopeSpans: [2, 'ScopeSpans', 'repeated']}),
	ScopeSpans: message({scope: [1, 'Scope'], spans: [2, 'Span', 'repeated']}),
	Span: message({
		traceId: [1, 'bytes'],
		spanId: [2, 'bytes'],
		traceState: [3, 'string'],
		parentSpanId: [4, 'bytes'],
		name: [5, 'string'],
		kind: [6, 'int32'],
		startTimeUnixNano: [7, 'fixed64'],
		endTimeUnixNano: [8, 'fixed64'],
		attributes: [9, 'KeyValue', 'repeated'],
		droppedAttributesCount: [10, 'uint32'],
		events: [11, 'SpanEvent', 'repeated'],
		droppedEventsCount: [12, 'uint32'],
		links: [13, 'SpanLink', 'repeated'],
		droppedLinksCount: [14, 'uint32'],
		status: [15, 'Status'],
		flags: [16, 'fixed32'],
	}),
	SpanEvent: message({
		timeUnixNano: [1, 'fixed64'],
		name: [2, 'string'],
		attributes: [3, 'KeyValue', 'repeated'],
		droppedAttributesCount: [4, 'uint32'],
	}),
	SpanLink: message({
		traceId: [1, 'bytes'],
		spanId: [2, 'bytes'],
		traceState: [3, 'string'],
		attributes: [4, 'KeyValue', 'repeated'],
		droppedAttributesCount: [5, 'uint32'],
		flags: [6, 'fixed32'],
	}),
	Status: message({message: [2, 'string'], code: [3, 'int32']}),

	MetricsRequest: message({resourceMetrics: [1, 'ResourceMetrics', 'repeated']}),
	ResourceMetrics: message({resource: [1, 'Resource'], scopeMetrics: [2, 'ScopeMetrics', 'repeated']}),
	ScopeMetrics: message({scope: [1, 'Scope'], metrics: [2, 'Metric', 'repeated']}),
	Metric: message({
		name: [1, 'string'],
		description: [2, 'string'],
		unit: [3, 'string'],
		gauge: [5, 'Points'],
		sum: [7, 'Points'],
		histogram: [9, 'HistogramPoints'],
	}),
	Points: message({
		dataPoints: [1, 'NumberPoint', 'repeated'],
		aggregationTemporality: [2, 'int32'],
		isMonotonic: [3, 'bool'],
	}),
	NumberPoint: message(
		{
			startTimeUnixNano: [2, 'fixed64'],
			timeUnixNano: [3, 'fixed64'],
			asDouble: [4, 'double'],
			asInt: [6, 'sfixed64'],
			attributes: [7, 'KeyValue', 'repeated'],
		},
		['asDouble', 'asInt'],
	),
	HistogramPoints: message({
		dataPoints: [1, 'HistogramPoint', 'repeated'],
		aggregationTemporality: [2, 'int32'],
	}),
	HistogramPoint: message(
		{
			startTimeUnixNano: [2, 'fixed64'],
			timeUnixNano: [3, 'fixed64'],
			count: [4, 'fixed64'],
			sum: [5, 'double'],
			bucketCounts: [6, 'fixed64', 'repeated'],
			explicitBounds: [7, 'double', 'repeated'],
			attributes: [9, 'KeyValue', 'repeated'],
			min: [11, 'double'],
			max: [12, 'double'],
		},
		['sum', 'min', 'max'],
	),

	Resource: message({attributes: [1, 'KeyValue', 'repeated']}),
	Scope: message({name: [1, 'string'], version: [2, 'string'], attributes: [3, 'KeyValue', 'repeated']}),
	KeyValue: message({key: [1, 'string'], value: [2, 'AnyValue']}),
	AnyValue: message(
		{
			stringValue: [1, 'string'],
			boolValue: [2, 'bool'],
			intValue: [3, 'int64'],
			doubleValue: [4, 'double'],
			arrayValue: [5, 'ArrayValue'],
			kvlistValue: [6, 'KeyValueList'],
			bytesValue: [7, 'bytes'],
		},
		['stringValue', 'boolValue', 'intValue', 'doubleValue', 'bytesValue'],
	),
	ArrayValue: message({values: [1, 'AnyValue', 'repeated']}),
	KeyValueList: message({values: [1, 'KeyValue', 'repeated']}),
};

const root = protobuf.Root.fromJSON({nested: messages});

/** The message type called `name`, ready to decode and, in tests, to encode. */
export function otlpType(name: keyof typeof messages): protobuf.Type {
	return root.lookupType(name);
}
