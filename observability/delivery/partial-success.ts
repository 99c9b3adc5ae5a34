/** What a receiver took an export for in spite of its 200: https://opentelemetry.io/docs/specs/otlp/#partial-success-1 */
export interface Rejected {
	items: number;
	/** Why, in the receiver's words. */
	message: string;
}

const longestMessage = 200;

/**
What an `ExportTraceServiceResponse{partial_success = 1 {rejected_spans = 1, error_message = 2}}` says was rejected.

@param contentType - Protobuf, unless it says that it is JSON.
@returns undefined when nothing was, also when it can't be read: it is an answer of 200 all the same.
*/
export function readPartialSuccess(body: Buffer, contentType: string | undefined): Rejected | undefined {
	try {
		const {items, message} = contentType?.includes('json') ? fromJson(body) : fromProtobuf(body);
		return items > 0 ? {items, message: message.slice(0, longestMessage)} : undefined;
	} catch {
		return undefined;
	}
}

function fromJson(body: Buffer): Rejected {
	const {partialSuccess = {}} = JSON.parse(body.toString()) as {
		partialSuccess?: {rejectedSpans?: number | string; errorMessage?: string};
	};
	return {
		items: Number(partialSuccess.rejectedSpans ?? 0),
		message: String(partialSuccess.errorMessage ?? ''),
	};
}

function fromProtobuf(body: Buffer): Rejected {
	const rejected: Rejected = {items: 0, message: ''};
	for (const {field, bytes} of fieldsOf(body)) {
		if (field !== 1 || !bytes) continue;
		for (const inner of fieldsOf(bytes)) {
			if (inner.field === 1 && inner.number !== undefined) rejected.items = inner.number;
			if (inner.field === 2 && inner.bytes) rejected.message = inner.bytes.toString();
		}
	}
	return rejected;
}

/** https://protobuf.dev/programming-guides/encoding/ @throws {RangeError} Where it ends too early. */
function* fieldsOf(body: Buffer): Generator<{field: number; number?: number; bytes?: Buffer}> {
	let at = 0;

	function varint(): number {
		let value = 0;
		for (let factor = 1; ; factor *= 128) {
			const byte = body.readUInt8(at++);
			value += (byte & 127) * factor;
			if (byte < 128) return value;
		}
	}

	while (at < body.length) {
		const tag = varint();
		const field = Math.floor(tag / 8);
		if (tag % 8 === 0) yield {field, number: varint()};
		else if (tag % 8 === 2) {
			const length = varint();
			yield {field, bytes: body.subarray(at, at + length)};
			at += length;
		} else at += tag % 8 === 1 ? 8 : 4;
	}
}
