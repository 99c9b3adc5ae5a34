import {once} from 'node:events';
import {connect} from 'node:net';
import test from 'ava';
import fc from 'fast-check';
import {createHttpClient} from '../../kit/client.ts';
import {createH2cClient} from '../../kit/client-h2c.ts';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** https://datatracker.ietf.org/doc/html/rfc9113#section-4.1 */
function frame(type: number, flags: number, stream: number, payload: Uint8Array): Buffer {
	const head = Buffer.alloc(9);
	head.writeUIntBE(payload.length, 0, 3);
	head.writeUInt8(type, 3);
	head.writeUInt8(flags, 4);
	head.writeUInt32BE(stream, 5);
	return Buffer.concat([head, payload]);
}

/** `GET` or `POST` of `/quotes/tea`, with literal fields and none of Huffman's. */
function headers(method: number): Buffer {
	const literal = (index: number, value: string) =>
		Buffer.concat([Buffer.from([index, value.length]), latin1(value)]);
	return Buffer.concat([
		Buffer.from([0x80 | method, 0x86]),
		literal(0x04, '/quotes/tea'),
		literal(0x01, 'localhost'),
	]);
}

const preface = latin1('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const bytes = fc.uint8Array({maxLength: 60}).map(array => Buffer.from(array));
const stream = fc.constantFrom(0, 1, 1, 3, 5, 2);

const http1Piece = fc.oneof(
	fc
		.constantFrom(
			'GET /quotes/tea HTTP/1.1\r\nHost: localhost\r\n\r\n',
			'GET /docs HTTP/1.1\r\nHost: localhost\r\n\r\n',
			'GET /debug/delay/50 HTTP/1.1\r\nHost: localhost\r\n\r\n',
			'POST /quotes HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
			'POST /quotes HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{"items":[]}',
			'Expect: 100-continue\r\n',
			'Connection: close\r\n',
			'5\r\nhello\r\n',
			'0\r\n\r\n',
			'\r\n',
			'\r\n\r\n',
		)
		.map(latin1),
	bytes,
);

const http2Piece = fc.oneof(
	fc
		.tuple(stream, fc.constantFrom(4, 5), fc.constantFrom(2, 3))
		.map(([id, flags, method]) => frame(1, flags, id, headers(method))),
	fc
		.tuple(fc.integer({min: 0, max: 10}), fc.nat(255), stream, bytes)
		.map(([type, flags, id, payload]) => frame(type, flags, id, payload)),
	fc.tuple(stream, fc.nat(14)).map(([id, code]) => frame(3, 0, id, Buffer.from([0, 0, 0, code]))),
	fc.nat(14).map(code => frame(7, 0, 0, Buffer.from([0, 0, 0, 0, 0, 0, 0, code]))),
	stream.map(id => frame(8, 0, id, Buffer.from([0, 0, 16, 0]))),
	fc.constant(frame(4, 0, 0, Buffer.from([0, 4, 0, 0, 0, 0]))),
	bytes,
);

const said = fc.oneof(
	fc.array(http1Piece, {minLength: 1, maxLength: 8}),
	fc.array(http2Piece, {maxLength: 8}).map(pieces => [preface, frame(4, 0, 0, Buffer.alloc(0)), ...pieces]),
);

const connection = fc.record({
	said,
	cutAt: fc.double({min: 0, max: 1, noNaN: true}),
	waitMs: fc.constantFrom(0, 0, 1, 20),
	reads: fc.boolean(),
	leave: fc.constantFrom('destroy', 'resetAndDestroy', 'end'),
} as const);

test('no connection, whatever is said on it and however it ends, makes an event or harms the next', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({
		env: {SENTRY_DSN: sink.dsn, HTTP2: 'true', REPORT_NOT_FOUND: 'false', DEBUG_ROUTES: 'true'},
	});
	t.teardown(() => service.kill('SIGKILL'));

	const property = fc.asyncProperty(fc.array(connection, {minLength: 1, maxLength: 6}), async connections => {
		await Promise.all(
			connections.map(async ({said: pieces, cutAt, waitMs, reads, leave}) => {
				const all = Buffer.concat(pieces);
				const socket = connect(service.port, '127.0.0.1');
				socket.on('error', () => {});
				const closed = once(socket, 'close').catch(() => {});
				if (reads) socket.resume();
				// All of it, or up to any byte.
				socket.write(all.subarray(0, cutAt > 0.5 ? all.length : Math.ceil(all.length * cutAt * 2)));
				await new Promise(resolve => setTimeout(resolve, waitMs));
				socket[leave as 'destroy']();
				if (leave === 'end') setTimeout(() => socket.destroy(), 20);
				await closed;
			}),
		);
	});
	await fc.assert(property, {numRuns: 150});

	for (const client of [createHttpClient(service.port), createH2cClient(service.port)]) {
		t.is((await client.get('/quotes/tea')).status, 200);
		await client.close();
	}
	t.deepEqual(await service.stop(), {code: 0, signal: null});
	t.is(service.stderr(), '');
	// A host that a random byte made of ours is told, and is no event of the connection's.
	t.deepEqual(
		sink.events.filter(({exception}) => exception?.values?.at(-1)?.type !== 'DisallowedHost'),
		[],
	);
	t.false(service.lines.some(({status}) => Number(status) >= 500));
});
