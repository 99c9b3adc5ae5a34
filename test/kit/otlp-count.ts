import protobuf from 'protobufjs/light.js';
import {parseOtlp} from './otlp.ts';

const lengthDelimited = 2;

/** `resource_spans` of the request, `scope_spans` of each, `spans` of each: their field numbers. */
const pathToSpans = [1, 2, 2];

/**
Count the spans of an OTLP traces request without decoding them: only tags and lengths are read, so that a bench's
sink takes next to no CPU from the server it measures.

@throws {Error} On a body that isn't a traces request.
*/
export function countSpans(body: Uint8Array, contentType = ''): number {
	if (!contentType.startsWith('application/x-protobuf')) return countJson(body, contentType);
	const reader = protobuf.Reader.create(body);
	return countAt(reader, reader.len, pathToSpans);
}

function countAt(reader: protobuf.Reader, end: number, [field, ...deeper]: number[]): number {
	let count = 0;
	while (reader.pos < end) {
		const tag = reader.uint32();
		if (tag !== ((field! << 3) | lengthDelimited)) {
			reader.skipType(tag & 7);
		} else if (deeper.length > 0) {
			const length = reader.uint32();
			count += countAt(reader, reader.pos + length, deeper);
		} else {
			reader.skipType(lengthDelimited);
			count++;
		}
	}
	return count;
}

function countJson(body: Uint8Array, contentType: string): number {
	const {resourceSpans = []} = parseOtlp('TracesRequest', body, contentType) as {
		resourceSpans?: {scopeSpans?: {spans?: unknown[]}[]}[];
	};
	return resourceSpans
		.flatMap(({scopeSpans = []}) => scopeSpans)
		.reduce((count, {spans = []}) => count + spans.length, 0);
}
