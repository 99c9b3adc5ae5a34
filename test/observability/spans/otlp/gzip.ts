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
			const bytes = await gzip(body);
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
	const first = await gzip(body);
	body.write('other');
	const second = await gzip(body);
	t.deepEqual([String(gunzipSync(first)), String(gunzipSync(second))], ['first', 'other']);
});
