export interface EnvelopeItem {
	type: string;
	header: Record<string, unknown>;
	envelopeHeader: EnvelopeHeader;
	/** Bytes for attachments and recordings, JSON's value for everything else. */
	payload: unknown;
}

export interface EnvelopeHeader {
	event_id?: string;
	dsn?: string;
	sent_at?: string;
	trace?: Record<string, string>;
	[name: string]: unknown;
}

interface Frames {
	header: EnvelopeHeader;
	items: {type: string; header: Record<string, unknown>; bytes: Buffer}[];
}

const binaryTypes = new Set(['attachment', 'replay_recording', 'replay_video']);
const newline = 0x0a;

/**
Take an envelope apart: a JSON line, then for each item a JSON line and its payload, of `length` bytes when that says
so, else up to the next newline. Payloads stay bytes.

@throws {Error} Where the bytes are not framed so, with the offset.
@see https://develop.sentry.dev/sdk/foundations/transport/envelopes/
*/
export function splitEnvelope(body: Buffer): Frames {
	const reader = {body, offset: 0};
	const header = readHeader(reader);
	const items: Frames['items'] = [];
	while (reader.offset < body.length) items.push(readItem(reader));
	return {header, items};
}

/** An envelope with its payloads decoded. @throws {Error} On bad framing or bad JSON. */
export function parseEnvelope(body: Buffer): {header: EnvelopeHeader; items: EnvelopeItem[]} {
	const {header, items} = splitEnvelope(body);
	const decode = (item: Frames['items'][number]) => ({
		type: item.type,
		header: item.header,
		envelopeHeader: header,
		payload: binaryTypes.has(item.type) ? item.bytes : (JSON.parse(item.bytes.toString()) as unknown),
	});
	return {header, items: items.map(decode)};
}

interface Reader {
	body: Buffer;
	offset: number;
}

function readItem(reader: Reader): Frames['items'][number] {
	const header = readHeader(reader);
	const {type, length} = header;
	if (typeof type !== 'string')
		throw new Error(`Expected an item type before byte ${reader.offset}, got none`);
	return {type, header, bytes: length === undefined ? readLine(reader) : readBytes(reader, Number(length))};
}

function readHeader(reader: Reader): Record<string, unknown> {
	const start = reader.offset;
	const line = readLine(reader).toString();
	try {
		const header: unknown = JSON.parse(line);
		if (typeof header === 'object' && header && !Array.isArray(header))
			return header as Record<string, unknown>;
	} catch {}
	throw new Error(`Expected a JSON object at byte ${start}, got "${line.slice(0, 100)}"`);
}

function readLine(reader: Reader): Buffer {
	const end = reader.body.indexOf(newline, reader.offset);
	const line = reader.body.subarray(reader.offset, end === -1 ? undefined : end);
	reader.offset += line.length + 1;
	return line;
}

function readBytes(reader: Reader, length: number): Buffer {
	const end = reader.offset + length;
	const bytes = reader.body.subarray(reader.offset, end);
	if (bytes.length !== length)
		throw new Error(`Expected ${length} bytes at ${reader.offset}, got ${bytes.length}`);
	if (end < reader.body.length && reader.body[end] !== newline)
		throw new Error(`Expected a newline at byte ${end}`);
	reader.offset = end + 1;
	return bytes;
}
