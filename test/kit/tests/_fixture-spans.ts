import {ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace} from '@opentelemetry/api';
import {TraceState} from '@opentelemetry/core';
import {JsonTraceSerializer, ProtobufTraceSerializer} from '@opentelemetry/otlp-transformer';
import type {ReadableSpan} from '@opentelemetry/sdk-trace';
import {InMemorySpanExporter, SimpleSpanProcessor, TracerProvider} from '@opentelemetry/sdk-trace';

export const traceId = '0af7651916cd43dd8448eb211c80319c';
const remoteParent = {
	traceId,
	spanId: 'b7ad6b7169203331',
	traceFlags: TraceFlags.SAMPLED,
	isRemote: true,
	traceState: new TraceState('vendor=1'),
};
export const attributes = {
	'a.string': 'grüß',
	'an.empty.string': '',
	'a.bool': false,
	'an.int': -9_007_199_254_740_991,
	'a.zero': 0,
	'a.double': 0.25,
	'an.array': ['x', 'y'],
	'an.array.of.doubles': [0.5, 1],
	__proto__2: 'kept',
};

/** Three spans in two scopes, with everything that a span can have. */
function createSpans(): ReadableSpan[] {
	const exporter = new InMemorySpanExporter();
	const provider = new TracerProvider({spanProcessors: [new SimpleSpanProcessor({exporter})]});
	const tracer = provider.getTracer('http', '1.2.3');
	const parent = trace.setSpanContext(ROOT_CONTEXT, remoteParent);
	const startTime: [number, number] = [1_800_000_000, 123_456_789];
	const server = tracer.startSpan('GET /parcels/:id', {kind: SpanKind.SERVER, attributes, startTime}, parent);
	server.addEvent('exception', {'exception.type': 'Error'}, [1_800_000_000, 5]);
	server.addLink({context: remoteParent, attributes: {reason: 'retry'}});
	server.setStatus({code: SpanStatusCode.ERROR, message: 'boom'});
	const client = tracer.startSpan('GET', {kind: SpanKind.CLIENT}, trace.setSpan(ROOT_CONTEXT, server));
	client.end();
	server.end([1_800_000_001, 0]);
	provider.getTracer('other').startSpan('root', {}, ROOT_CONTEXT).end();
	return exporter.getFinishedSpans();
}

export const spans = createSpans();
export const {resource} = spans[0]!;
/** The same spans in OTLP, as the official encoders write them. */
export const protobuf = ProtobufTraceSerializer.serializeRequest(spans)!;
export const json = JsonTraceSerializer.serializeRequest(spans)!;
