import type {SpanProcessor} from '@opentelemetry/sdk-trace';
import {createSharedGzip} from './gzip.ts';
import type {SpanEncoder} from './otlp-span.ts';
import type {Scope} from './otlp-traces-request.ts';
import {beginTracesRequest} from './otlp-traces-request.ts';
import {ProtobufWriter} from './protobuf-writer.ts';

const batchBytes = 512 * 1024;
const batchMs = 1000;
/** So many buffers wait for their next batch: one is filled while another is compressed. */
const spareWriters = 2;

/** Takes an `ExportTraceServiceRequest`, compressed. Resolves with whether its memory may be used again. */
export type SendSpans = (body: Buffer, spans: number) => Promise<boolean>;

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
	const spare: ProtobufWriter[] = [];
	const gzip = createSharedGzip();
	let compressed: Promise<unknown> = Promise.resolve();
	let timer: NodeJS.Timeout | undefined;

	function leave(batch: Batch): void {
		batches.delete(batch.scope);
		compressed = gzip.compress(batch.end()).then(body => {
			// One that grew for a giant of a span would keep its memory for ever.
			if (spare.length < spareWriters && batch.writer.capacity <= 2 * batchBytes) spare.push(batch.writer);
			void send(body, batch.count).then(isFree => isFree && gzip.takeBack(body));
		});
	}

	function leaveAll(): void {
		timer = undefined;
		for (const batch of batches.values()) leave(batch);
	}

	return {
		onStart() {},
		onEnd(span) {
			// By object: two libraries may share a name and differ in version.
			const {instrumentationScope: scope, resource} = span;
			let batch = batches.get(scope);
			if (!batch) {
				const writer = spare.pop() ?? new ProtobufWriter(batchBytes + 4096);
				writer.clear();
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
			await compressed;
		},
		async shutdown() {
			await this.forceFlush();
		},
	};
}
