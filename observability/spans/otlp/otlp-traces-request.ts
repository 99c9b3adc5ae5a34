import type {Attributes} from '@opentelemetry/api';
import type {ReadableSpan} from '@opentelemetry/sdk-trace';
import {writeAttributes} from './otlp-attributes.ts';
import type {ProtobufWriter} from './protobuf-writer.ts';

export type Scope = ReadableSpan['instrumentationScope'];

/**
Begin the body of one OTLP request, for spans of one scope: what comes before the spans.

`ExportTraceServiceRequest{resource_spans = 1 {resource = 1, scope_spans = 2 {scope = 1, spans = 2, schema_url = 3}}}`

@returns what ends it, once the spans are written.
*/
export function beginTracesRequest(
	writer: ProtobufWriter,
	scope: Scope,
	resource: ReadableSpan['resource'],
): () => Buffer {
	writer.byte(0x0a);
	const resourceSpans = writer.begin();
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
	return () => {
		if (scope.schemaUrl) {
			writer.reserve(8);
			writer.byte(0x1a);
			writer.string(scope.schemaUrl);
		}
		writer.end(scopeSpans);
		writer.end(resourceSpans);
		return writer.finish();
	};
}
