import {constants, createGzip} from 'node:zlib';

/** Fastest level: what is exported repeats itself so much that it still shrinks to a tenth. */
const level = 1;
/** The most: 384 KB instead of 256, and a sixth faster. */
const memLevel = 9;
/** A batch fits into it. */
const chunkBytes = 96 * 1024;
/** Smaller ones come once a second at the most: not worth keeping. */
const leastKeptBytes = 32 * 1024;
/** Batches differ by a little, and shall fit into each other's memory. */
const blockBytes = 8 * 1024;
/** As many as wait at a time while the receiver takes everything. */
const mostKept = 8;

type CompressStream = ReturnType<typeof createGzip> & {reset(): void; _outOffset: number};

export interface SharedGzip {
	compress(body: Buffer): Promise<Buffer>;
	/** Use the memory of what was compressed again. Nobody may look at it any more. */
	takeBack(compressed: Buffer): void;
}

/**
Compress bodies one after the other, off the main thread, with one compressor and memory that is used again.

`zlib.gzip` makes a compressor for each call. They are 270 KB outside of V8's heap, which V8 counts and, a few hundred
later, answers with a collection of everything: two a second under full load. And what is compressed lives until it is
sent, too long for V8's young space: as garbage it would stay until such a collection, up to 50 MB.
*/
export function createSharedGzip(): SharedGzip {
	// Its types leave out what every zlib stream has: https://nodejs.org/api/zlib.html#zlibreset
	const gzip = createGzip({level, memLevel, chunkSize: chunkBytes}) as CompressStream;
	const kept: Buffer[] = [];
	let chunks: Buffer[] = [];
	let last: Promise<unknown> = Promise.resolve();
	gzip.on('data', (chunk: Buffer) => chunks.push(chunk));

	function room(bytes: number): Buffer {
		if (bytes < leastKeptBytes) return Buffer.allocUnsafe(bytes);
		const fitting = kept.findIndex(({length}) => length >= bytes);
		if (fitting !== -1) return kept.splice(fitting, 1)[0] as Buffer;
		return Buffer.allocUnsafeSlow(Math.ceil(bytes / blockBytes) * blockBytes);
	}

	async function compress(body: Buffer): Promise<Buffer> {
		gzip.write(body);
		await new Promise<void>(resolve => gzip.flush(constants.Z_FINISH, resolve));
		const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
		const compressed = room(length).subarray(0, length);
		let at = 0;
		for (const chunk of chunks) at += chunk.copy(compressed, at);
		chunks = [];
		gzip.reset();
		// Where Node writes next, in a chunk of its own: over what was copied. It does not document this; without it, all is the
		// same but for the memory.
		gzip._outOffset = 0;
		return compressed;
	}

	return {
		compress(body) {
			const compressed = last.then(() => compress(body));
			last = compressed;
			return compressed;
		},
		takeBack({buffer, length}) {
			if (length < leastKeptBytes) return;
			if (kept.length === mostKept) kept.shift();
			kept.push(Buffer.from(buffer));
		},
	};
}
