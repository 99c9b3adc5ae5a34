import {promisify} from 'node:util';
import {gzip} from 'node:zlib';
import type {Attributes} from '@opentelemetry/api';
import type {ReadableSpan, SpanProcessor} from '@opentelemetry/sdk-trace';
import type {Delivery} from './delivery.ts';
import {createAttributeEncoder} from './otlp-attributes.ts';
import type {SpanEncoder} from './otlp-span.ts';
import {ProtobufWriter} from './protobuf-writer.ts';

const batchBytes = 256 * 1024;
const batchMs = 1000;
/** Fastest level: the batch repeats itself so much that it still shrinks to a tenth. */
const gzipLevel = 1;

interface Batch {
	spans: ProtobufWriter;
	count: number;
	scope: ReadableSpan['instrumentationScope'];
	resource: ReadableSpan['resource'];
}

/**
Encode each span as it ends and send them by size or time, whichever comes first.

OpenTelemetry's BatchSpanProcessor keeps span objects, encodes them in one go and drops them silently
when its queue of 2,048 is full. This one keeps bytes, and has nothing to drop: what the receiver
doesn't take is the delivery's to hold back, and to count.
*/
export function createOtlpSpanProcessor(encode: SpanEncoder, delivery: Delivery): SpanProcessor {
	const batches = new Map<string, Batch>();
	const compressing = new Set<Promise<unknown>>();
	let timer: NodeJS.Timeout | undefined;

	function leave(name: string, batch: Batch): void {
		batches.delete(name);
		const sending = gzipped(tracesRequest(batch), {level: gzipLevel}).then(body => {
			compressing.delete(sending);
			void delivery.send(body, batch.count);
		});
		compressing.add(sending);
	}

	function leaveAll(): void {
		timer = undefined;
		for (const [name, batch] of batches) leave(name, batch);
	}

	return {
		onStart() {},
		onEnd(span) {
			if ((span.spanContext().traceFlags & 1) === 0) return;
			const {name} = span.instrumentationScope;
			let batch = batches.get(name);
			if (!batch) {
				batch = {
					spans: new ProtobufWriter(batchBytes + 4096),
					count: 0,
					scope: span.instrumentationScope,
					resource: span.resource,
				};
				batches.set(name, batch);
			}
			encode(batch.spans, span);
			batch.count++;
			if (batch.spans.length >= batchBytes) leave(name, batch);
			else timer ??= setTimeout(leaveAll, batchMs).unref();
		},
		async forceFlush() {
			clearTimeout(timer);
			leaveAll();
			await Promise.all(compressing);
		},
		async shutdown() {
			await this.forceFlush();
		},
	};
}

const gzipped = promisify(gzip) as (body: Buffer, options: {level: number}) => Promise<Buffer>;

/** `ExportTraceServiceRequest{resource_spans = 1 {resource = 1, scope_spans = 2 {scope = 1, spans = 2}}}` */
function tracesRequest({spans, scope, resource}: Batch): Buffer {
	const body = spans.finish();
	const writer = new ProtobufWriter(4096 + body.length);
	writer.byte(0x0a);
	const request = writer.begin();
	writer.byte(0x0a);
	const resourceStart = writer.begin();
	createAttributeEncoder().write(writer, 1, resource.attributes as Attributes);
	writer.end(resourceStart);
	writer.reserve(body.length + 256);
	writer.byte(0x12);
	const scopeSpans = writer.begin();
	writer.byte(0x0a);
	const scopeStart = writer.begin();
	writer.byte(0x0a);
	writer.string(scope.name);
	if (scope.version) {
		writer.reserve(8);
		writer.byte(0x12);
		writer.string(scope.version);
	}
	writer.end(scopeStart);
	writer.reserve(body.length + 8);
	writer.bytes(body);
	writer.end(scopeSpans);
	writer.end(request);
	return writer.finish();
}
