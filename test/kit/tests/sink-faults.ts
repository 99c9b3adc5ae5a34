import type {TestFn} from 'ava';
import anyTest from 'ava';
import type {Sink} from '../sink.ts';
import {startSink} from '../sink.ts';

const test = anyTest as TestFn<Sink>;

test.beforeEach(async t => {
	t.context = await startSink();
});

test.afterEach.always(t => t.context.close());

const event = '{}\n{"type":"event"}\n{"message":"boom"}';

async function post({url}: Sink, path: string, body: string, signal?: AbortSignal) {
	const headers = {'x-sentry-auth': 'Sentry sentry_key=public', 'content-type': 'application/json'};
	return fetch(url + path, {method: 'POST', body, headers, ...(signal && {signal})});
}

const postEvent = (sink: Sink, signal?: AbortSignal) => post(sink, '/api/1/envelope/', event, signal);
const postSpans = (sink: Sink) => post(sink, '/api/1/integration/otlp/v1/traces/', '{"resourceSpans":[]}');

test('answers a status, headers and a body, and lets nothing arrive', async t => {
	t.context.behave({status: 429, headers: {'retry-after': '7'}, body: 'slow down'});
	const response = await postEvent(t.context);
	t.is(response.status, 429);
	t.is(response.headers.get('retry-after'), '7');
	t.is(await response.text(), 'slow down');
	t.deepEqual(t.context.events, []);
	t.is(t.context.requests[0]!.answered, 429);
});

test('lets arrive what it answers with another 2xx', async t => {
	t.context.behave({status: 206});
	t.is((await postEvent(t.context)).status, 206);
	t.is(t.context.events.length, 1);
});

test('hangs until the client gives up', async t => {
	t.context.behave('hang');
	const client = new AbortController();
	const waiting = t.throwsAsync(postEvent(t.context, client.signal), {name: 'AbortError'});
	t.is((await t.context.request()).answered, 'hang');
	client.abort();
	await waiting;
	t.deepEqual(t.context.events, []);
});

test('close cuts hanging connections', async t => {
	t.context.behave('hang');
	const waiting = t.throwsAsync(postEvent(t.context), {message: /fetch failed/});
	await t.context.request();
	await t.context.close();
	await waiting;
});

test('resets connections', async t => {
	t.context.behave('reset');
	const error = await t.throwsAsync(postEvent(t.context));
	t.is((error!.cause as NodeJS.ErrnoException).code, 'ECONNRESET');
	t.is(t.context.requests[0]!.answered, 'reset');
	t.deepEqual(t.context.events, []);
});

test('takes at once what it answers late', async t => {
	t.context.behave({delayMs: 60_000});
	const client = new AbortController();
	const waiting = t.throwsAsync(postEvent(t.context, client.signal), {name: 'AbortError'});
	await t.context.event();
	client.abort();
	await waiting;
	t.is(t.context.events.length, 1);
	t.context.behave({delayMs: 10});
	t.is((await postEvent(t.context)).status, 200);
	t.is(t.context.events.length, 2);
});

test('a fault for one kind of request leaves the other alone', async t => {
	t.context.behave({status: 503}, {only: 'otlp'});
	t.is((await postEvent(t.context)).status, 200);
	t.is((await postSpans(t.context)).status, 503);
	t.context.behave({status: 413}, {only: 'envelope'});
	t.is((await postEvent(t.context)).status, 413);
	t.is((await postSpans(t.context)).status, 503, 'and so does the next fault');
	t.context.behave('accept');
	t.is((await postEvent(t.context)).status, 200);
	t.is((await postSpans(t.context)).status, 202);
});

test('a fault ends after as many requests as it is for, of both kinds together', async t => {
	t.context.behave({status: 503}, {times: 2});
	const statuses = [await postEvent(t.context), await postSpans(t.context), await postEvent(t.context)];
	t.deepEqual(
		statuses.map(({status}) => status),
		[503, 503, 200],
	);
});

test('comes back on the port it had', async t => {
	await t.context.close();
	await t.throwsAsync(postEvent(t.context));
	const again = await startSink({port: t.context.port});
	t.teardown(again.close);
	t.is(again.dsn, t.context.dsn);
	t.is((await postEvent(t.context)).status, 200);
	t.is(again.events.length, 1);
});

test('refuses to start on a port that is taken', async t => {
	await t.throwsAsync(startSink({port: t.context.port}), {code: 'EADDRINUSE'});
});
