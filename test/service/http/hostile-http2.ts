import {once} from 'node:events';
import type {ClientHttp2Session, IncomingHttpHeaders, OutgoingHttpHeaders} from 'node:http2';
import {connect, constants} from 'node:http2';
import type {TestFn} from 'ava';
import anyTest from 'ava';
import {createH2cClient} from '../../kit/client-h2c.ts';
import {rawRequest} from '../../kit/client-raw.ts';
import type {Service} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';

const test = anyTest as TestFn<{sink: Sink; service: Service; session: ClientHttp2Session}>;
const shared = {} as {sink: Sink; service: Service};

test.before(async () => {
	shared.sink = await startSink();
	shared.service = await startService({
		env: {
			SENTRY_DSN: shared.sink.dsn,
			HTTP2: 'true',
			REQUEST_TIMEOUT_MS: '1000',
			KEEP_ALIVE_TIMEOUT_MS: '1',
			DEBUG_ROUTES: 'true',
		},
	});
});

test.beforeEach(t => {
	const session = connect(`http://127.0.0.1:${shared.service.port}`);
	session.on('error', () => {});
	t.context = {...shared, session};
});

test.afterEach.always(async t => {
	t.context.session.destroy();
	const client = createH2cClient(shared.service.port);
	t.is((await client.get('/quotes/tea')).status, 200, 'the next good request is served');
	await client.close();
});

test.after.always(async t => {
	t.deepEqual(await shared.service.stop(), {code: 0, signal: null});
	t.deepEqual(shared.sink.events, []);
	await shared.sink.close();
});

async function answer(
	session: ClientHttp2Session,
	headers: OutgoingHttpHeaders,
	body?: string,
	end = true,
): Promise<number | undefined> {
	const stream = session.request(
		{':path': '/quotes', ':method': 'POST', 'content-type': 'application/json', ...headers},
		{endStream: false},
	);
	stream.on('error', () => {});
	if (end) stream.end(body);
	else stream.write(body);
	const closed = once(stream, 'close').then(() => [{}]);
	const [received] = (await Promise.race([once(stream, 'response'), closed])) as [IncomingHttpHeaders];
	stream.resume();
	return received[':status'] as number | undefined;
}

test.serial('a body that never ends is answered 408, with no event', async t => {
	t.is(await answer(t.context.session, {}, '{"items":', false), 408);
});

test.serial('a body one byte too long is answered 413', async t => {
	t.is(await answer(t.context.session, {}, 'x'.repeat(1_048_577)), 413);
});

test.serial('500,000 open brackets are answered 400', async t => {
	t.is(await answer(t.context.session, {}, '['.repeat(500_000)), 400);
});

test.serial('a method that nobody knows is answered 405', async t => {
	t.is(await answer(t.context.session, {':method': 'BREW'}), 405);
});

test.serial('20 kB of headers are refused', async t => {
	// The limit holds once the caller has acknowledged it.
	await answer(t.context.session, {}, '');
	const status = await answer(t.context.session, {a: 'a'.repeat(20_000)}).catch(() => undefined);
	t.true(status === undefined || status === 431);
});

test.serial('a thousand headers are refused', async t => {
	const headers = Object.fromEntries(Array.from({length: 1000}, (_, index) => [`h${index}`, 'v']));
	const status = await answer(t.context.session, headers).catch(() => undefined);
	t.true(status === undefined || status === 431);
});

test.serial('what is neither protocol is closed', async t => {
	const {port} = t.context.service;
	t.is(await rawRequest(port, 'garbage\r\n'.repeat(5000)), '');
	t.is(await rawRequest(port, 'INVALID CONNECTION PREFACE\r\n\r\n'), '');
	t.regex(await rawRequest(port, 'BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n'), /^HTTP\/1\.1 400 /);
});

test.serial('a flood of streams that are reset at once ends with the connection', async t => {
	const {session} = t.context;
	const closed = new Promise(resolve => session.once('close', resolve));
	for (let count = 0; count < 5000 && !session.destroyed && !session.closed; count++) {
		const stream = session.request({':path': '/quotes/tea'});
		stream.on('error', () => {});
		stream.close(constants.NGHTTP2_CANCEL);
		if (count % 50 === 0) await new Promise(setImmediate);
	}
	session.destroy();
	await closed;
	t.pass();
});

test.serial('no more than a hundred streams are open at a time', async t => {
	await once(t.context.session, 'remoteSettings');
	t.is(t.context.session.remoteSettings.maxConcurrentStreams, 100);
});

test.serial('a session on which nothing happens is closed', async t => {
	// Longer than the time limit of a request, whatever the setting: here two seconds in all.
	await once(t.context.session, 'close');
	t.pass();
});

test.serial('our own time-out is still 503, and told', async t => {
	const client = createH2cClient(t.context.service.port);
	t.is((await client.get('/debug/delay/5000')).status, 503);
	await t.context.sink.event();
	t.context.sink.clear();
	await client.close();
});
