import net from 'node:net';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import type {Span} from '../../kit/otlp-spans.ts';
import type {Answer} from '../../kit/upstream.ts';
import {answer, startUpstream} from '../../kit/upstream.ts';
import type {TracedPair} from '../../observability/spans/_traced-pair.ts';
import {startTracedPair} from '../../observability/spans/_traced-pair.ts';

/** What becomes of a request when its upstream misbehaves: the answer, the spans and the one event. */
let pair: TracedPair;

test.before(async () => {
	pair = await startTracedPair({
		UPSTREAM_TIMEOUT_MS: '6000',
		NODE_ENV: 'production',
		ALLOWED_HOSTS: '127.0.0.1',
	});
});

test.after.always(() => pair?.close());

const hang: Answer = () => {};
const reset: Answer = request => request.socket.resetAndDestroy();

/** The spans of the calls made for a request, in order. */
async function callsOf(t: ExecutionContext, traceId: string, count: number): Promise<Span[]> {
	const server = await pair.sink.span(span => span.traceId === traceId && span.kind === 2);
	const calls = () => pair.sink.spans.filter(span => span.parentSpanId === server.spanId);
	await pair.sink.span(() => calls().length >= count);
	t.is(calls().length, count);
	return calls().sort((a, b) => Number(a.startTimeUnixNano - b.startTimeUnixNano));
}

const eventsOf = (traceId: string) =>
	pair.sink.events.filter(({contexts}) => contexts?.trace?.trace_id === traceId);

test.serial('a call is one client span by the conventions', async t => {
	const {traceId, spanId} = await pair.ask();
	const [call] = await callsOf(t, traceId, 1);
	t.is(call!.name, 'GET');
	t.is(call!.kind, 3);
	t.is(call!.parentSpanId, spanId);
	const {port} = pair.upstream;
	t.like(call!.attributes, {
		'http.request.method': 'GET',
		'server.address': '127.0.0.1',
		'server.port': port,
		'http.response.status_code': 200,
		'network.protocol.version': '1.1',
		'url.scheme': 'http',
	});
	t.regex(
		String(call!.attributes['url.full']),
		new RegExp(`^http://127\\.0\\.0\\.1:${port}/products/name-\\d+$`),
	);
	for (const absent of [
		'http.request.method_original',
		'url.path',
		'url.query',
		'http.request.resend_count',
	]) {
		t.false(absent in call!.attributes);
	}
});

test.serial('a 503 that passes is tried again and not reported', async t => {
	pair.upstream.next(answer(503));
	const {status, traceId} = await pair.ask();
	t.is(status, 200);
	const [first, second] = await callsOf(t, traceId, 2);
	t.like(first!.attributes, {'http.response.status_code': 503, 'error.type': '503'});
	t.is(first!.status.code, 2);
	t.is(second!.attributes['http.request.resend_count'], 1);
	t.is(second!.status.code, 0);
	t.deepEqual(eventsOf(traceId), []);
});

test.serial('a connection that is reset once is made again', async t => {
	pair.upstream.next(reset);
	const {status, traceId} = await pair.ask();
	t.is(status, 200);
	const [first] = await callsOf(t, traceId, 2);
	t.is(first!.status.code, 2);
	t.truthy(first!.attributes['error.type']);
});

const fails = test.macro({
	async exec(t, _: string, answers: Answer[], status: number, message: RegExp, tries: number) {
		const before = pair.upstream.requests.length;
		pair.upstream.next(...answers);
		const outcome = await pair.ask();
		t.is(outcome.status, status);
		await callsOf(t, outcome.traceId, tries);
		t.is(pair.upstream.requests.length - before, tries);
		const event = await pair.sink.event(({contexts}) => contexts?.trace?.trace_id === outcome.traceId);
		t.is(eventsOf(outcome.traceId).length, 1);
		t.regex(event.exception!.values!.at(-1)!.value!, message);
		t.is(event.transaction, 'GET /relay/:names');
	},
	title: (_, what, __, status) => `${what} is ${status} and one event that names the upstream`,
});

const garbage = 'hush-hush {not json';
test.serial(fails, 'resetting every time', [reset, reset, reset], 502, /^upstream failed: no answer$/, 3);
test.serial(
	fails,
	'503 every time',
	[answer(503), answer(503), answer(503)],
	502,
	/^upstream failed: status 503$/,
	3,
);
test.serial(fails, '500', [answer(500)], 502, /^upstream failed: status 500$/, 1);
test.serial(
	fails,
	'a redirect',
	[answer(302, '', {location: '/products/x'})],
	502,
	/^upstream failed: status 302$/,
	1,
);
test.serial(
	fails,
	'garbage',
	[answer(200, garbage)],
	502,
	/^upstream failed: an answer that is not what was agreed$/,
	1,
);
test.serial(fails, 'another shape', [answer(200, '{"sku":1}')], 502, /not what was agreed$/, 1);
test.serial(fails, 'a huge answer', [answer(200, ' '.repeat(2_000_000))], 502, /more than 1048576 bytes$/, 1);
test.serial(fails, 'silence', [hang], 504, /^upstream did not answer within 6000 ms$/, 1);
test.serial(
	fails,
	'asking to wait longer than there is time',
	[answer(503, '', {'retry-after': '60'})],
	502,
	/^upstream failed: status 503$/,
	1,
);

test.serial('a body that never ends is cut off, length stated or not', async t => {
	const {promise: cut, resolve} = Promise.withResolvers<void>();
	pair.upstream.next((_request, response) => {
		response.writeHead(200, {'content-type': 'application/json'});
		const more = () => response.write(' '.repeat(100_000), () => response.destroyed || setImmediate(more));
		more();
		response.once('close', resolve);
	});
	t.is((await pair.ask()).status, 502);
	await t.notThrowsAsync(cut);
});

test.serial('nothing of an upstream’s body leaves', t => {
	t.false(pair.sink.text().includes('hush-hush'));
	t.false(pair.service.stdout().includes('hush-hush'));
});

test.serial('a call that runs out of time says so on its span', async t => {
	pair.upstream.next(hang);
	const {traceId} = await pair.ask();
	const [call] = await callsOf(t, traceId, 1);
	t.is(call!.attributes['error.type'], 'upstream-timed-out');
	t.deepEqual(call!.status, {code: 2, message: 'upstream did not answer within 6000 ms'});
});

test.serial('what is left of the time is passed on, and obeyed', async t => {
	const header = 'x-envoy-expected-rq-timeout-ms';
	const {headers} = await pair.ask();
	const own = Number(headers[header]);
	t.true(own > 0 && own <= 6000, `${own}`);
	const {headers: less} = await pair.ask([[header, '3000']]);
	t.true(Number(less[header]) > 0 && Number(less[header]) <= 3000, String(less[header]));
	const {headers: more} = await pair.ask([[header, '999999999']]);
	t.true(Number(more[header]) <= 6000);

	pair.upstream.next(hang);
	const {status, traceId} = await pair.ask([[header, '1500']]);
	t.is(status, 503);
	await pair.upstream.requests.at(-1)!.abandoned;
	const [call] = await callsOf(t, traceId, 1);
	t.is(call!.attributes['error.type'], 'caller-limit-passed');
	t.deepEqual(eventsOf(traceId), []);
});

const ignored = test.macro({
	async exec(t, value: string) {
		const {status, headers} = await pair.ask([['x-envoy-expected-rq-timeout-ms', value]]);
		t.is(status, 200);
		t.true(Number(headers['x-envoy-expected-rq-timeout-ms']) > 100);
	},
	title: (_, value) => `the deadline ${JSON.stringify(value).slice(0, 30)} is ignored`,
});

for (const value of ['0', '-1', '1e3', '0x10', 'NaN', '', ' ', '1'.repeat(5000), '10, 20'])
	test.serial(ignored, value);

test.serial('when our caller hangs up, so do we, and nothing is reported', async t => {
	pair.upstream.next(hang);
	const controller = new AbortController();
	const traceId = 'abcdefabcdefabcdefabcdefabcdefab';
	const asked = pair.upstream.requests.length;
	const response = fetch(`${pair.service.url}/relay/gone`, {
		signal: controller.signal,
		headers: {traceparent: `00-${traceId}-1234567890123456-01`},
	});
	while (pair.upstream.requests.length === asked) await new Promise(resolve => setTimeout(resolve, 5));
	controller.abort();
	await t.throwsAsync(response);
	await pair.upstream.requests.at(-1)!.abandoned;
	const [call] = await callsOf(t, traceId, 1);
	t.is(call!.attributes['error.type'], 'client-left');
	t.deepEqual(eventsOf(traceId), []);
});

test.serial('a call that is given up at any moment ends its span once', async t => {
	const outcomes = await Promise.all(
		Array.from({length: 120}, (_, index) =>
			fetch(`${pair.service.url}/relay/a,b,c`, {
				headers: {'x-envoy-expected-rq-timeout-ms': String(1 + (index % 12))},
			}),
		),
	);
	t.true(outcomes.some(({status}) => status === 503));
	// All of it is over when this is answered and told.
	const {traceId} = await pair.ask();
	await callsOf(t, traceId, 1);
	t.deepEqual(
		pair.service.lines.filter(({component}) => component === 'opentelemetry'),
		[],
	);
});

test.serial('a 404 is an answer, and nothing is reported', async t => {
	pair.upstream.next(answer(404, '{}'));
	const {status, traceId} = await pair.ask();
	t.is(status, 200);
	await callsOf(t, traceId, 1);
	t.deepEqual(eventsOf(traceId), []);
});

test.serial('a connection that is not made in time is tried again, and is 504 in the end', async t => {
	// It takes the connection, and leaves TLS unanswered.
	const sockets = new Set<net.Socket>();
	const silent = net.createServer(socket => sockets.add(socket));
	await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
	t.teardown(() => {
		silent.close();
		for (const socket of sockets) socket.destroy();
	});
	const {port} = silent.address() as net.AddressInfo;
	const lone = await startTracedPair({
		UPSTREAM_URL: `https://127.0.0.1:${port}`,
		UPSTREAM_TIMEOUT_MS: '1000',
	});
	t.teardown(lone.close);
	t.is((await fetch(`${lone.service.url}/relay/tea`)).status, 504);
	const event = await lone.sink.event();
	t.regex(
		event.exception!.values!.at(-1)!.value!,
		/^upstream did not (answer|accept a connection) within \d+ ms$/,
	);
	const again = await lone.sink.span(({attributes}) => attributes['http.request.resend_count'] === 1);
	t.is(again.attributes['error.type'], 'upstream-timed-out');
	t.is(again.status.code, 2);
});

test.serial('an upstream that is not there is 502, and each attempt a failed span', async t => {
	const closed = await startUpstream();
	await closed.close();
	const lone = await startTracedPair({UPSTREAM_URL: closed.url});
	t.teardown(lone.close);
	t.is((await fetch(`${lone.service.url}/relay/tea`)).status, 502);
	const last = await lone.sink.span(({attributes}) => attributes['http.request.resend_count'] === 2);
	t.is(last.attributes['error.type'], 'ECONNREFUSED');
	const event = await lone.sink.event();
	t.true(
		event.exception!.values!.some(({value}) => value?.includes('ECONNREFUSED')),
		'the cause is told',
	);
	t.is(lone.sink.events.length, 1);
});

test.serial('credentials of the upstream reach it, and nobody else', async t => {
	const url = new URL(pair.upstream.url);
	url.username = 'shop';
	url.password = 'hush%20hush';
	const other = await startTracedPair({UPSTREAM_URL: url.href, SENTRY_SEND_DEFAULT_PII: 'true'});
	t.teardown(other.close);
	t.is((await fetch(`${other.service.url}/relay/with-credentials`)).status, 200);
	const {headers} = pair.upstream.requests.find(({path}) => path.endsWith('with-credentials'))!;
	t.is(headers.authorization, `Basic ${Buffer.from('shop:hush hush').toString('base64')}`);
	await other.service.stop();
	t.regex(other.sink.text(), /with-credentials/);
	t.notRegex(other.sink.text(), /hush|c2hvc/);
});
