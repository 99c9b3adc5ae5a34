import {connect} from 'node:net';
import type {TestFn} from 'ava';
import anyTest from 'ava';
import type {Client} from '../../kit/client.ts';
import {createHttpClient} from '../../kit/client.ts';
import {rawRequest} from '../../kit/client-raw.ts';
import type {Service} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';

const test = anyTest as TestFn<{service: Service; client: Client}>;
const shared = {} as {service: Service; client: Client};

test.before(async () => {
	shared.service = await startService({
		env: {
			KEEP_ALIVE_TIMEOUT_MS: '300',
			MAX_REQUESTS_PER_SOCKET: '3',
			IDLE_TIMEOUT_MS: '1000',
			REQUEST_TIMEOUT_MS: '500',
			CORS_ORIGINS: 'https://app.example.com, http://localhost:5173',
			DEBUG_ROUTES: 'true',
		},
	});
	shared.client = createHttpClient(shared.service.port);
});

test.after.always(() => shared.service.stop());

test.beforeEach(t => {
	t.context = shared;
});

const quote = 'GET /quotes/tea HTTP/1.1\r\nHost: localhost\r\n\r\n';

test('a connection that is idle for the keep-alive time is closed', async t => {
	const received = await rawRequest(t.context.service.port, quote);
	t.regex(received, /^HTTP\/1\.1 200 /);
	t.regex(received, /\r\nKeep-Alive: timeout=\d/i);
});

test('a connection is closed after the requests it may carry', async t => {
	const received = await rawRequest(t.context.service.port, quote.repeat(3));
	const answers = received.match(/^connection: .+$/gim);
	t.deepEqual(answers, ['Connection: keep-alive', 'Connection: keep-alive', 'Connection: close']);
});

test('a caller who does not read its answers is cut off', async t => {
	const service = await startService({env: {IDLE_TIMEOUT_MS: '1000', REQUEST_TIMEOUT_MS: '100'}});
	t.teardown(service.stop);
	const asked = 3000;
	const socket = connect(service.port, '127.0.0.1').pause();
	socket.on('error', () => {});
	let received = '';
	socket.on('data', chunk => {
		received += String(chunk);
	});
	// Answers of many megabytes, more than the buffers of both ends take.
	socket.pause().write('GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(asked));
	await new Promise(resolve => setTimeout(resolve, 4000));
	const closed = new Promise(resolve => socket.once('close', resolve));
	socket.resume();
	await closed;
	const answers = received.split('HTTP/1.1 200 ').length - 1;
	t.true(answers > 0 && answers < asked, `${answers} of ${asked} answers`);
});

test('our own time-out is 503, and 408 when the body is what was waited for', async t => {
	const {service, client} = t.context;
	t.is((await client.get('/debug/delay/5000')).status, 503);
	const slow = await rawRequest(
		service.port,
		'POST /quotes HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
	);
	t.regex(slow, /^HTTP\/1\.1 408 /);
	t.regex(slow, /\r\nconnection: close\r\n/i);
	t.regex(slow, /request-too-slow/);
});

const from = (origin: string) => ({origin});

test('pages of an allowed origin may call, and read the ids of an answer', async t => {
	const {headers} = await t.context.client.get('/quotes/tea', from('http://localhost:5173'));
	t.is(headers['access-control-allow-origin'], 'http://localhost:5173');
	t.is(headers['access-control-expose-headers'], 'x-request-id,traceresponse,retry-after');
	t.is(headers['access-control-allow-credentials'], undefined);
	t.regex(headers.vary ?? '', /\borigin\b/i);
});

test('pages of an allowed origin may read errors', async t => {
	const {status, headers} = await t.context.client.get('/debug/status/404', from('https://app.example.com'));
	t.is(status, 404);
	t.is(headers['access-control-allow-origin'], 'https://app.example.com');
});

test('a preflight of an allowed origin is answered', async t => {
	const {status, headers} = await t.context.client.request({
		method: 'OPTIONS',
		path: '/quotes',
		headers: {
			...from('https://app.example.com'),
			'access-control-request-method': 'POST',
			'access-control-request-headers': 'content-type,authorization',
		},
	});
	t.is(status, 204);
	t.is(headers['access-control-allow-origin'], 'https://app.example.com');
	t.is(headers['access-control-allow-headers'], 'content-type,authorization');
	t.is(headers['access-control-max-age'], '600');
});

test('a page may send the headers of a trace, and read ours', async t => {
	const sent = 'baggage,sentry-trace,traceparent';
	const {headers} = await t.context.client.request({
		method: 'OPTIONS',
		path: '/quotes/tea',
		headers: {
			...from('https://app.example.com'),
			'access-control-request-method': 'GET',
			'access-control-request-headers': sent,
		},
	});
	t.is(headers['access-control-allow-headers'], sent);
	const answered = await t.context.client.get('/quotes/tea', from('https://app.example.com'));
	t.regex(String(answered.headers['access-control-expose-headers']), /\btraceresponse\b/);
});

for (const origin of [
	'https://evil.example.com',
	'https://app.example.com.evil.test',
	'https://APP.example.com',
	'http://app.example.com',
	'https://app.example.com:8443',
	'null',
	'*',
]) {
	test(`pages of ${origin} may not call`, async t => {
		const {headers} = await t.context.client.get('/quotes/tea', from(origin));
		t.is(headers['access-control-allow-origin'], undefined);
	});
}
