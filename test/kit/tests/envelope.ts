import {brotliCompressSync, deflateSync, gzipSync, zstdCompressSync} from 'node:zlib';
import type {TestFn} from 'ava';
import anyTest from 'ava';
import type {Sink} from '../sink.ts';
import {startSink} from '../sink.ts';
import {attachment, envelope, eventId, post} from './_fixture-envelope.ts';

const test = anyTest as TestFn<Sink>;

test.beforeEach(async t => {
	t.context = await startSink();
});

test.afterEach.always(t => t.context.close());

const decodes = test.macro({
	async exec(t, encoding: string, compress: (bytes: Buffer) => Buffer) {
		const sink = t.context;
		const response = await post(sink, '/api/1/envelope/', compress(envelope), {'content-encoding': encoding});
		t.is(response.status, 200);
		t.deepEqual(await response.json(), {id: eventId});
		t.deepEqual(
			sink.events.map(({message}) => message),
			['grüß'],
		);
		t.deepEqual(
			sink.items.map(({type}) => type),
			['event', 'attachment', 'session'],
		);
		t.deepEqual(sink.items[1]!.payload, attachment);
		t.is(sink.items[1]!.header['filename'], 'core');
		t.is(sink.items[1]!.envelopeHeader.event_id, eventId);
		t.is(sink.sessions.length, 1);
		t.is(sink.requests[0]!.wireBytes, compress(envelope).length);
		t.deepEqual(sink.requests[0]!.body, envelope);
	},
	title: (_, encoding) => `decodes an envelope with a binary attachment, ${encoding}`,
});

test(decodes, 'identity', bytes => bytes);
test(decodes, 'gzip', gzipSync);
test(decodes, 'deflate', deflateSync);
test(decodes, 'br', brotliCompressSync);
test(decodes, 'zstd', zstdCompressSync);

const refuses = test.macro({
	async exec(
		t,
		_what: string,
		body: string,
		status: number,
		detail: RegExp,
		headers?: Record<string, string>,
	) {
		const response = await post(t.context, '/api/1/envelope/', body, headers);
		t.is(response.status, status);
		t.regex(((await response.json()) as {detail: string}).detail, detail);
		t.deepEqual(t.context.items, []);
		t.is(t.context.requests[0]!.answered, status);
		t.regex(t.context.requests[0]!.problem!, detail);
	},
	title: (_, what) => `refuses ${what}`,
});

test(
	refuses,
	'an item shorter than its length',
	'{}\n{"type":"event","length":9}\n{}',
	400,
	/9 bytes at 31, got 2/,
);
test(
	refuses,
	'an item longer than its length',
	'{}\n{"type":"event","length":2}\n{}}',
	400,
	/newline at byte 33/,
);
test(refuses, 'an item without a type', '{}\n{"length":2}\n{}', 400, /item type/);
test(refuses, 'a header that is not an object', '[]\n', 400, /JSON object at byte 0, got "\[\]"/);
test(refuses, 'a payload that is not JSON', '{}\n{"type":"event"}\nboom', 400, /JSON/);
test(refuses, 'an unknown encoding', '{}', 400, /got "lzw"/, {'content-encoding': 'lzw'});
test(refuses, 'a request without a key', '{}', 401, /authorization/, {'x-sentry-auth': ''});

test('takes an envelope whose header names the DSN instead of a key', async t => {
	const sink = t.context;
	const body = `{"dsn":"${sink.dsn}"}\n{"type":"event"}\n{}`;
	t.is((await post(sink, '/api/1/envelope/', body, {'x-sentry-auth': ''})).status, 200);
	t.is(sink.events.length, 1);
});

test('takes envelopes for Spotlight, without a key', async t => {
	const response = await post(t.context, '/stream', envelope, {'x-sentry-auth': ''});
	t.is(response.status, 200);
	t.is(t.context.events.length, 1);
});

test('answers 404 elsewhere, and keeps the request', async t => {
	t.is((await post(t.context, '/api/1/store/', '{}')).status, 404);
	t.is((await fetch(`${t.context.url}/stream`)).status, 404);
	t.deepEqual(
		t.context.requests.map(({method, path}) => `${method} ${path}`),
		['POST /api/1/store/', 'GET /stream'],
	);
});
