import {randomBytes} from 'node:crypto';
import {gunzipSync} from 'node:zlib';
import test from 'ava';
import {createSharedGzip} from '../../../../observability/spans/otlp/gzip.ts';

test('each body is a whole of its own, in the order given, however many wait', async t => {
	const gzip = createSharedGzip();
	const bodies = [
		Buffer.from('one'),
		Buffer.alloc(0),
		// Neither of which fits into one chunk of output.
		randomBytes(300_000),
		Buffer.from('two '.repeat(500_000)),
		Buffer.from('one'),
	];
	const done: number[] = [];
	const compressed = await Promise.all(
		bodies.map(async (body, index) => {
			const bytes = await gzip.compress(body);
			done.push(index);
			return bytes;
		}),
	);
	t.deepEqual(
		compressed.map(bytes => gunzipSync(bytes).equals(bodies[compressed.indexOf(bytes)]!)),
		bodies.map(() => true),
	);
	t.deepEqual(done, [0, 1, 2, 3, 4]);
});

test('a body is free to be written over once it is compressed', async t => {
	const gzip = createSharedGzip();
	const body = Buffer.from('first');
	const first = await gzip.compress(body);
	body.write('other');
	const second = await gzip.compress(body);
	t.deepEqual([String(gunzipSync(first)), String(gunzipSync(second))], ['first', 'other']);
});

// Alone: what other tests allocate would count.
test.serial('what is taken back is used again, and nothing else: memory stays as it is', async t => {
	const gzip = createSharedGzip();
	const bodies = Array.from({length: 400}, (_, index) => randomBytes(40_000 + (index % 9) * 1000));
	const places = new Set<ArrayBufferLike>();
	const before = process.memoryUsage().arrayBuffers;
	for (const body of bodies) {
		const compressed = await gzip.compress(body);
		places.add(compressed.buffer);
		gzip.takeBack(compressed);
	}
	const grown = process.memoryUsage().arrayBuffers - before;
	t.true(grown < 2_000_000, `${grown} bytes more`);
	t.true(places.size <= 8, `${places.size} places`);
});

test('what is not taken back is left alone, whatever is compressed after it', async t => {
	const gzip = createSharedGzip();
	const sizes = [100, 40_000, 120_000, 41_000, 20_000];
	const bodies = Array.from({length: 30}, (_, index) => randomBytes(sizes[index % sizes.length]!));
	const kept: Buffer[] = [];
	for (const [index, body] of bodies.entries()) {
		const compressed = await gzip.compress(body);
		if (index % 3 === 0) kept.push(compressed);
		else gzip.takeBack(compressed);
	}
	t.deepEqual(
		kept.map(compressed => gunzipSync(compressed).equals(bodies[3 * kept.indexOf(compressed)]!)),
		kept.map(() => true),
	);
});
