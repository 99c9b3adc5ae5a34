import {connect} from 'node:net';
import type {TestFn} from 'ava';
import anyTest from 'ava';
import {createHttpClient} from '../../kit/client.ts';
import {rawRequest} from '../../kit/client-raw.ts';
import type {Service} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';

const test = anyTest as TestFn<{sink: Sink; service: Service}>;
const shared = {} as {sink: Sink; service: Service};

test.before(async () => {
	shared.sink = await startSink();
	shared.service = await startService({
		env: {SENTRY_DSN: shared.sink.dsn, HEADERS_TIMEOUT_MS: '1000', BODY_TIMEOUT_MS: '1500'},
	});
});

test.beforeEach(t => {
	t.context = shared;
});

// After all the rest, whose traces would be here: nothing of it was worth an event, and the parser's work was counted.
test.after.always(async t => {
	const {sink, service} = shared;
	t.deepEqual(await service.stop(), {code: 0, signal: null});
	t.deepEqual(sink.events, []);
	const refused = service.lines.filter(({msg}) => String(msg).startsWith('requests refused'));
	t.deepEqual(refused.map(({status}) => status).sort(), [400, 408, 413, 431]);
	await sink.close();
});

const host = 'Host: localhost\r\n';
const closing = 'Connection: close\r\n';
const json = 'Content-Type: application/json\r\n';

function get(line: string, headers = ''): string {
	return `${line}\r\n${host}${closing}${headers}\r\n`;
}

function post(headers: string, body = ''): string {
	return `POST /quotes HTTP/1.1\r\n${host}${closing}${json}${headers}\r\n\r\n${body}`;
}

function postBody(body: string | Buffer, type = 'application/json'): Buffer {
	const bytes = Buffer.from(body);
	const head = `POST /quotes HTTP/1.1\r\n${host}${closing}Content-Type: ${type}\r\nContent-Length: ${bytes.length}\r\n\r\n`;
	return Buffer.concat([Buffer.from(head), bytes]);
}

const answers = test.macro({
	async exec(t, _what: string, raw: string | Buffer, status: number | 'nothing') {
		const {port} = t.context.service;
		const received = await rawRequest(port, raw);
		const [, code = 'nothing'] = /^HTTP\/1\.1 (\d{3}) /.exec(received) ?? [];
		t.is(code, String(status));
		t.is(received.split('HTTP/1.1 ').length, status === 'nothing' ? 1 : 2, 'no second answer');
		if (typeof status === 'number' && status >= 400) {
			t.regex(received, /^content-type: application\/problem\+json/im);
			t.is((JSON.parse(received.slice(received.indexOf('{'))) as {status: number}).status, status);
		}
		const good = await createHttpClient(port, 1).get('/quotes/tea');
		t.is(good.status, 200, 'the next good request is served');
	},
	title: (_, what, _raw, status) => `${what} is answered ${status}, and the next caller is served`,
});

test(answers, 'a second Content-Length', post('Content-Length: 2\r\nContent-Length: 3', '{} '), 400);
test(
	answers,
	'Content-Length beside chunks',
	post('Content-Length: 2\r\nTransfer-Encoding: chunked', '0\r\n\r\n'),
	400,
);
test(
	answers,
	'chunked before another coding',
	post('Transfer-Encoding: chunked, identity', '0\r\n\r\n'),
	400,
);
test(answers, 'an unknown transfer coding', post('Transfer-Encoding: xchunked', '0\r\n\r\n'), 400);
test(answers, 'a blank before the colon', post('Transfer-Encoding : chunked', '0\r\n\r\n'), 400);
test(
	answers,
	'a chunk whose size is no number',
	post('Transfer-Encoding: chunked', 'ZZ\r\n{}\r\n0\r\n\r\n'),
	400,
);
test(answers, 'a huge chunk size', post('Transfer-Encoding: chunked', 'fffffffffffffffff\r\n'), 400);
test(
	answers,
	'an endless chunk extension',
	post('Transfer-Encoding: chunked', `2;${'x'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`),
	413,
);
test(answers, 'a Content-Length beyond all numbers', post('Content-Length: 99999999999999999999999'), 400);
test(answers, 'a Content-Length of a terabyte', post('Content-Length: 999999999999'), 413);
test(answers, 'a negative Content-Length', post('Content-Length: -1'), 400);
test(answers, 'a header without a colon', get('GET /livez HTTP/1.1', 'nothing\r\n'), 400);
test(answers, 'a folded header', get('GET /livez HTTP/1.1', 'A: b\r\n c\r\n'), 400);
test(answers, 'a null byte in a header', get('GET /livez HTTP/1.1', 'A: b\0c\r\n'), 400);
test(answers, 'a null byte in the path', get('GET /li\0vez HTTP/1.1'), 400);
test(answers, '20 kB of headers', get('GET /livez HTTP/1.1', `A: ${'a'.repeat(20_000)}\r\n`), 431);
test(answers, 'a path of 20 kB', get(`GET /${'a'.repeat(20_000)} HTTP/1.1`), 431);
test(answers, 'a broken percent-encoding', get('GET /quotes/%ZZ HTTP/1.1'), 422);
test(answers, 'half a character in percent-encoding', get('GET /quotes/%E0%A4%A HTTP/1.1'), 422);
test(answers, 'a percent-encoded null byte', get('GET /quotes/%00 HTTP/1.1'), 422);
test(
	answers,
	'a query of nothing but separators',
	get(`GET /quotes/tea?${'&=%'.repeat(2000)} HTTP/1.1`),
	200,
);
test(answers, 'a bare line feed', 'GET /livez HTTP/1.1\nHost: localhost\n\n', 400);
test(answers, 'HTTP 9.9', get('GET /livez HTTP/9.9'), 400);
test(answers, 'the start of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400);
test(answers, 'the start of SOCKS', '\x05\x01\x00', 400);
test(answers, 'the start of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400);
test(answers, 'a probe in absolute form', get('GET http://10.0.0.1:8080/readyz HTTP/1.1'), 200);
test(answers, 'TRACE', get('TRACE /quotes/tea HTTP/1.1'), 405);
test(answers, 'CONNECT', get('CONNECT example.com:443 HTTP/1.1'), 'nothing');
test(answers, 'a method that nobody knows', get('BREW /quotes/tea HTTP/1.1'), 400);
test(answers, 'an upgrade that is not ours', get('GET /quotes/tea HTTP/1.1', 'Upgrade: websocket\r\n'), 200);
test(answers, 'an expectation that nobody knows', post('Expect: miracles\r\nContent-Length: 2', '{}'), 422);
test(answers, '5000 lines of garbage', 'garbage\r\n'.repeat(5000), 400);
test(
	answers,
	'a good request with garbage behind it',
	`GET /quotes/tea HTTP/1.1\r\n${host}\r\n${'garbage\r\n'.repeat(5000)}`,
	200,
);

test(answers, 'a body one byte too long', postBody('x'.repeat(1_048_577)), 413);
test(answers, '500,000 open brackets', postBody('['.repeat(500_000)), 400);
test(answers, 'an array 250,000 deep', postBody('['.repeat(250_000) + ']'.repeat(250_000)), 422);
test(
	answers,
	'an item 200,000 deep',
	postBody(`{"items":${'['.repeat(200_000)}${']'.repeat(200_000)}}`),
	422,
);
test(answers, 'a body that is not UTF-8', postBody(Buffer.from([0x22, 0xff, 0xfe, 0x22])), 400);
test(answers, 'another charset', postBody('{}', 'application/json; charset=utf-16'), 415);
test(answers, 'an unknown media type', postBody('<x/>', 'text/xml'), 415);
test(answers, 'a compressed body', post('Content-Encoding: gzip\r\nContent-Length: 2', '{}'), 415);
test(answers, 'a number beyond all numbers', postBody('{"items":[{"sku":"tea","quantity":1e999}]}'), 422);
test(
	answers,
	'half a character in a query that is read',
	get('GET /quotes/tea?quantity=%E0%A4 HTTP/1.1'),
	422,
);
test(answers, 'half a surrogate pair', postBody('{"items":[{"sku":"\\ud800","quantity":1}]}'), 422);

test(answers, 'a request that never begins', '', 408);
test(answers, 'headers that never end', 'GET /livez HTTP/1.1\r\nHo', 408);
test(answers, 'a body that never ends', post('Content-Length: 100', '{"items":'), 408);

test('keys named after prototypes change nothing', async t => {
	const {port} = t.context.service;
	for (const key of ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString']) {
		const item = `{"sku":"tea","quantity":1,"${key}":{"quantity":7,"polluted":true}}`;
		const answer = await rawRequest(port, postBody(`{"${key}":{"polluted":true},"items":[${item}]}`));
		t.regex(answer, /^HTTP\/1\.1 (200|422) /);
		t.notRegex(answer, /polluted":|"quantity":7/);
		const {body} = await createHttpClient(port, 1).get('/quotes/tea');
		t.notRegex(body, /polluted/);
		for (const path of [`/quotes/${key}`, `/quotes/tea?${key}=1`, `/quotes/tea?${key}[polluted]=1`]) {
			t.true((await createHttpClient(port, 1).get(path)).status < 500);
		}
	}
});

test('HEAD is answered like GET, without a body', async t => {
	const answer = await rawRequest(t.context.service.port, get('HEAD /quotes/tea HTTP/1.1'));
	t.regex(answer, /^HTTP\/1\.1 200 OK\r\n/);
	t.regex(answer, /\r\n\r\n$/);
});

test('a thousand uploads that break off cost nothing but their spans', async t => {
	const {service} = t.context;
	const breakOff = () =>
		new Promise<void>(resolve => {
			const socket = connect(service.port, '127.0.0.1', () => {
				socket.write(post('Content-Length: 100000', '{"items":'), () => socket.destroy());
			});
			socket.on('error', () => {}).on('close', () => resolve());
		});
	for (let round = 0; round < 20; round++) await Promise.all(Array.from({length: 50}, breakOff));
	t.is((await createHttpClient(service.port).get('/quotes/tea')).status, 200);
});

test('hundreds of callers who say nothing keep nobody else waiting', async t => {
	const {service} = t.context;
	const idle = Array.from({length: 300}, () => connect(service.port, '127.0.0.1').on('error', () => {}));
	const statuses = await Promise.all(
		Array.from({length: 20}, async () => (await createHttpClient(service.port).get('/quotes/tea')).status),
	);
	t.deepEqual(new Set(statuses), new Set([200]));
	// Each is answered 408 and closed, by the service and not by us.
	await Promise.all(
		idle.map(
			socket =>
				new Promise(resolve =>
					socket
						.on('close', resolve)
						.resume()
						.on('end', () => socket.end()),
				),
		),
	);
});
