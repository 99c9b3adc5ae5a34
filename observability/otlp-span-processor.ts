import {promisify} from 'node:util';
import {gzip} from 'node:zlib';
import type {SpanProcessor} from '@opentelemetry/sdk-trace';
import type {SpanEncoder} from './otlp-span.ts';
import type {Scope} from './otlp-traces-request.ts';
import {beginTracesRequest} from './otlp-traces-request.ts';
import {ProtobufWriter} from './protobuf-writer.ts';

const batchBytes = 256 * 1024;
const batchMs = 1000;
/** Fastest level: the batch repeats itself so much that it still shrinks to a tenth. */
const gzipLevel = 1;

/** Takes an `ExportTraceServiceRequest`, compressed. */
export type SendSpans = (body: Buffer, spans: number) => void;

interface Batch {
	writer: ProtobufWriter;
	scope: Scope;
	count: number;
	end: () => Buffer;
}

/**
Encode each span as it ends and send them by size or time, whichever comes first.

OpenTelemetry's BatchSpanProcessor keeps span objects, encodes them in one go and drops them silently
when its queue of 2,048 is full. This one keeps bytes, and has nothing to drop: what the receiver
doesn't take is the delivery's to hold back, and to count.
*/
export function createOtlpSpanProcessor(encode: SpanEncoder, send: SendSpans): SpanProcessor {
	const batches = new Map<Scope, Batch>();
	const compressing = new Set<Promise<unknown>>();
	let timer: NodeJS.Timeout | undefined;

	function leave(batch: Batch): void {
		batches.delete(batch.scope);
		const sending = gzipped(batch.end(), {level: gzipLevel}).then(body => {
			compressing.delete(sending);
			send(body, batch.count);
		});
		compressing.add(sending);
	}

	function leaveAll(): void {
		timer = undefined;
		for (const batch of batches.values()) leave(batch);
	}

	return {
		onStart() {},
		onEnd(span) {
			if ((span.spanContext().traceFlags & 1) === 0) return;
			// By object: two libraries may share a name and differ in version.
			const {instrumentationScope: scope, resource} = span;
			let batch = batches.get(scope);
			if (!batch) {
				const writer = new ProtobufWriter(batchBytes + 4096);
				batch = {writer, scope, count: 0, end: beginTracesRequest(writer, scope, resource)};
				batches.set(scope, batch);
			}
			encode(batch.writer, span);
			batch.count++;
			if (batch.writer.length >= batchBytes) leave(batch);
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
