import type {Attributes} from '@opentelemetry/api';
import type {ReadableSpan} from '@opentelemetry/sdk-trace';
import {writeAttributes} from './otlp-attributes.ts';
import {ProtobufWriter} from './protobuf-writer.ts';

export type Scope = ReadableSpan['instrumentationScope'];

export interface SpanBatch {
	/** Encoded, as `ScopeSpans` has them. */
	spans: ProtobufWriter;
	scope: Scope;
	resource: ReadableSpan['resource'];
}

/**
The body of one OTLP request, for spans of one scope.

`ExportTraceServiceRequest{resource_spans = 1 {resource = 1, scope_spans = 2 {scope = 1, spans = 2, schema_url = 3}}}`
*/
export function tracesRequest({spans, scope, resource}: SpanBatch): Buffer {
	const body = spans.finish();
	const writer = new ProtobufWriter(4096 + body.length);
	writer.byte(0x0a);
	const request = writer.begin();
	writer.byte(0x0a);
	const resourceStart = writer.begin();
	writeAttributes(writer, 1, resource.attributes as Attributes);
	writer.end(resourceStart);
	writer.reserve(16);
	writer.byte(0x12);
	const scopeSpans = writer.begin();
	writer.byte(0x0a);
	const scopeStart = writer.begin();
	writer.byte(0x0a);
	writer.string(scope.name);
	if (scope.version) {
		writer.byte(0x12);
		writer.string(scope.version);
	}
	writer.end(scopeStart);
	writer.reserve(body.length + 8);
	writer.bytes(body);
	if (scope.schemaUrl) {
		writer.byte(0x1a);
		writer.string(scope.schemaUrl);
	}
	writer.end(scopeSpans);
	writer.end(request);
	return writer.finish();
}
