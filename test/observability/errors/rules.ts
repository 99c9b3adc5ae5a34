import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {connect} from 'node:net';
import test from 'ava';
import type {Service} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';
import {begin} from '../../service/http/_begin.ts';
import {rows} from './_reported-rows.ts';

/** The table of what is reported, row by row, through the real process. What every event has is checked here too. */
let sink: Sink;
let service: Service;
/** Has routes that call another service. */
let caller: Service;

const upstream = createServer((request, response) => {
	if (request.url === '/late') return;
	if (request.url === '/reset') request.socket.destroy();
	else if (request.url === '/other') response.end('{}');
	else response.writeHead(500).end();
});

test.before(async () => {
	upstream.listen(0, '127.0.0.1');
	await once(upstream, 'listening');
	sink = await startSink();
	const env = {
		SENTRY_DSN: sink.dsn,
		SENTRY_ENVIRONMENT: 'staging',
		SENTRY_RELEASE: 'shop@1.2.3',
		// An event has its request's trace also when that is not kept.
		SENTRY_TRACES_SAMPLE_RATE: '0',
		USER_ID_HEADER: 'x-user-id',
		TRUST_PROXY: 'loopback',
		REQUEST_TIMEOUT_MS: '3000',
		NODE_ENV: 'production',
		ALLOWED_HOSTS: '127.0.0.1',
		DEBUG_ROUTES: 'true',
		SHUTDOWN_DELAY_MS: '0',
		UPSTREAM_URL: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`,
	};
	[service, caller] = await Promise.all([
		startService({env}),
		startService({env, entry: 'test/observability/errors/_failing-service.ts'}),
	]);
});

test.after.always(async () => {
	await Promise.all([service?.stop(), caller?.stop()]);
	await sink?.close();
	upstream.closeAllConnections();
	upstream.close();
});

for (const [what, {path, headers, status, upstream: calls = false, event: expected}] of Object.entries(
	rows,
)) {
	test(`${what} is one event with all that helps at night`, async t => {
		const {url} = calls ? caller : service;
		const response = await fetch(url + path, {headers: {...headers, 'x-user-id': 'u-7'}});
		t.is(response.status, status);
		const [, traceId, spanId] = /^00-(\w{32})-(\w{16})-00$/.exec(response.headers.get('traceresponse')!)!;
		const event = await sink.event(({contexts}) => contexts?.trace?.trace_id === traceId);
		t.is(event.contexts?.trace?.span_id, spanId);
		const values = event.exception?.values ?? [];
		const {type, value, mechanism} = values.at(-1)!;
		t.is(type, expected.type);
		t.regex(value!, expected.value);
		t.is(mechanism?.handled, expected.handled);
		if (expected.types)
			t.deepEqual(
				values.map(each => each.type),
				expected.types,
			);
		t.is(event.transaction, expected.transaction);
		t.is(event.level, expected.level as 'error');
		t.deepEqual(event.fingerprint, expected.fingerprint);
		t.is(event.environment, 'staging');
		t.is(event.release, 'shop@1.2.3');
		t.is(event.tags?.['request_id'], response.headers.get('x-request-id')!);
		t.deepEqual(event.user, {id: 'u-7'});
		t.like(event.request, {method: 'GET', url: `${url}${path.split('?')[0]}`});
		t.is(event.request?.query_string, undefined);
		t.truthy(event.request?.headers?.['user-agent']);
		t.false(JSON.stringify(event).includes('private'));
		t.is(sink.events.filter(({contexts}) => contexts?.trace?.trace_id === traceId).length, 1);
	});
}

test('a host that is not allowed is at Sentry before it is answered', async t => {
	const slow = await startSink();
	t.teardown(slow.close);
	slow.behave({delayMs: 200});
	const other = await startService({env: {SENTRY_DSN: slow.dsn, ALLOWED_HOSTS: '127.0.0.1'}});
	t.teardown(other.stop);
	const host = `evil\t"<>${'x'.repeat(300)}`;
	const answer = await raw(
		other.port,
		`GET /?note=private HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
	);
	const arrived = slow.events.length;
	t.regex(answer, /^HTTP\/1\.1 400 /);
	t.false(answer.includes('evil'));
	t.is(arrived, 1);
	const [event] = slow.events;
	t.is(event!.level, 'error');
	t.deepEqual(event!.fingerprint, ['disallowed-host']);
	t.is(event!.exception?.values?.at(-1)?.type, 'DisallowedHost');
	t.regex(answer, new RegExp(`traceresponse: 00-${event!.contexts?.trace?.trace_id}-`));
	const told = event!.contexts?.['host'] as {host: string; reason: string};
	t.is(told.host, `evil\\x09"<>${'x'.repeat(244)}`);
	t.is(told.reason, 'invalid');
});

for (const path of ['/debug/delay/3000', '/upstream/late']) {
	test(`a caller who leaves ${path} is no event`, async t => {
		const traceId = path.length.toString(16).padStart(32, 'a');
		const {url, port} = path.startsWith('/upstream/') ? caller : service;
		const traceparent = `traceparent: 00-${traceId}-${'b'.repeat(16)}-01\r\n`;
		const socket = await begin(port, path, traceparent);
		socket.destroy();
		const span = await sink.span(found => found.traceId === traceId && found.kind === 2);
		t.is(span.attributes['http.response.status_code'], undefined);
		t.is(span.status.code, 0);
		// A later failure of another request has arrived: an event of this one would have too.
		await fetch(`${url}/debug/sentry`, {headers: {'x-request-id': traceId}});
		await sink.event(({tags}) => tags?.['request_id'] === traceId);
		t.is(sink.events.filter(({contexts}) => contexts?.trace?.trace_id === traceId).length, 0);
	});
}

test('what the parser refuses is no event and no span', async t => {
	const before = service.lines.length;
	const bad = [
		'GET / HTTP/1.1\r\n\r\n',
		'GET / HTTP/1.1\r\nHost: a\x01b\r\n\r\n',
		`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
		'\x16\x03\x01\x02\x00\x01',
	];
	for (const bytes of bad) t.regex(await raw(service.port, bytes), /^HTTP\/1\.1 4(?:00|31) /);
	t.is((await fetch(`${service.url}/debug/status/204`)).status, 204);
	t.deepEqual(
		service.lines.slice(before).filter(({msg}) => String(msg).includes('parse')),
		[],
	);
});

test('pages that do not exist are told to nobody when that is not wanted', async t => {
	const other = await startSink();
	t.teardown(other.close);
	const quiet = await startService({env: {SENTRY_DSN: other.dsn, REPORT_NOT_FOUND: 'false'}});
	t.teardown(quiet.stop);
	t.is((await fetch(`${quiet.url}/no-such-page`)).status, 404);
	t.is((await fetch(`${quiet.url}/static/no-such-file`)).status, 404);
	await quiet.stop();
	t.deepEqual(
		other.events.map(({fingerprint}) => fingerprint),
		[['static-file-missing']],
	);
});

for (const path of ['/debug/crash', '/debug/rejection']) {
	test(`GET ${path} is exactly one fatal event, at Sentry before exit 1`, async t => {
		const slow = await startSink();
		t.teardown(slow.close);
		slow.behave({delayMs: 200});
		const other = await startService({env: {SENTRY_DSN: slow.dsn}});
		t.is((await fetch(other.url + path)).status, 200);
		t.deepEqual(await other.exited, {code: 1, signal: null});
		t.is(slow.events.length, 1);
		const [event] = slow.events;
		t.is(event!.level, 'fatal');
		t.is(event!.exception?.values?.at(-1)?.mechanism?.handled, false);
		t.is(other.lines.filter(({level}) => level === 'fatal').length, 1);
		t.is(other.stderr(), '');
	});
}

async function raw(port: number, bytes: string): Promise<string> {
	const socket = connect(port, '127.0.0.1');
	let received = '';
	socket.setEncoding('latin1').on('data', (text: string) => {
		received += text;
	});
	socket.on('error', () => {});
	socket.write(Buffer.from(bytes, 'latin1'));
	await once(socket, 'close');
	return received;
}
