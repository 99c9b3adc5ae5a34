import {once} from 'node:events';
import {connect} from 'node:net';
import {text} from 'node:stream/consumers';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {createHttpClient} from '../../kit/client.ts';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';
import {begin} from './_begin.ts';

async function start(t: ExecutionContext, env: Record<string, string> = {}) {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({env: {SENTRY_DSN: sink.dsn, DEBUG_ROUTES: 'true', ...env}});
	t.teardown(() => service.kill('SIGKILL'));
	const client = createHttpClient(service.port, 1);
	const stopping = async () => {
		service.kill('SIGTERM');
		await service.line(({msg}) => msg === 'stopping');
	};
	return {sink, service, client, stopping, begin: (path: string) => begin(service.port, path)};
}

test.serial(
	'a request on an open connection is served while the service stops, and the connection ends',
	async t => {
		const {service, client, stopping} = await start(t, {SHUTDOWN_DELAY_MS: '1500'});
		t.is((await client.get('/debug/status/200')).headers.connection, 'keep-alive');
		await stopping();
		const {status, headers} = await client.get('/debug/status/200');
		t.is(status, 200);
		t.is(headers.connection, 'close');
		t.deepEqual(await service.exited, {code: 0, signal: null});
	},
);

test.serial('a request under way is answered before the service ends, and its span arrives', async t => {
	const {sink, service, begin, stopping} = await start(t);
	const socket = await begin('/debug/delay/1000');
	await stopping();
	const [answer] = await once(socket, 'data');
	t.regex(String(answer), /^HTTP\/1\.1 200 OK\r\n/);
	t.regex(String(answer), /\r\nConnection: close\r\n/i);
	t.deepEqual(await service.exited, {code: 0, signal: null});
	t.like(sink.spans[0], {name: 'GET /debug/delay/:ms'});
});

test.serial('connections that wait to be accepted when the signal comes are served', async t => {
	const {sink, service} = await start(t);
	service.kill('SIGSTOP');
	const answers = Array.from({length: 30}, async () => {
		const socket = connect(service.port, '127.0.0.1');
		socket.write('GET /debug/status/200 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
		// The system accepts it, as the service can't.
		await once(socket, 'connect');
		return socket;
	});
	const sockets = await Promise.all(answers);
	service.kill('SIGTERM');
	service.kill('SIGCONT');
	const texts = await Promise.all(sockets.map(socket => text(socket)));
	for (const answer of texts) t.regex(answer, /^HTTP\/1\.1 200 OK\r\n/);
	t.deepEqual(await service.exited, {code: 0, signal: null});
	t.is(sink.spans.length, 30);
});

test.serial('connections on which nothing was ever asked do not hold up the stop', async t => {
	const {service, stopping} = await start(t);
	const socket = connect(service.port, '127.0.0.1');
	await once(socket, 'connect');
	await stopping();
	t.deepEqual(await service.exited, {code: 0, signal: null});
});

test.serial('a second signal ends the service at once with exit 1', async t => {
	const {service, begin, stopping} = await start(t);
	await begin('/debug/delay/60000');
	await stopping();
	service.kill('SIGINT');
	t.deepEqual(await service.exited, {code: 1, signal: null});
	await service.line(({msg}) => msg === 'second signal: stopping at once');
});

test.serial(
	'a request that does not come to its end is waited for until the bound; others keep their spans',
	async t => {
		const {sink, service, client, begin, stopping} = await start(t, {SHUTDOWN_TIMEOUT_MS: '1000'});
		await begin('/debug/delay/60000');
		await client.get('/debug/status/200');
		await stopping();
		t.deepEqual(await service.exited, {code: 1, signal: null});
		await service.line(({msg}) => msg === 'not stopped in time: requests or telemetry may be lost');
		t.deepEqual(
			sink.spans.map(({name}) => name),
			['GET /debug/status/:code'],
		);
	},
);

const stopsDuring = test.macro({
	async exec(t, fault: 'hang' | 'reset' | 'refuse') {
		const {sink, service, client, stopping} = await start(t, {SHUTDOWN_TIMEOUT_MS: '3000'});
		if (fault === 'refuse') await sink.close();
		else sink.behave(fault);
		await client.get('/debug/status/200');
		await client.get('/debug/sentry');
		await stopping();
		t.deepEqual(await service.exited, {code: 0, signal: null}, 'a receiver’s trouble is not ours');
		const lost = service.lines.filter(({msg}) => msg === 'telemetry dropped');
		const items = (signal: string) =>
			lost.filter(line => line['signal'] === signal).reduce((sum, line) => sum + Number(line['items']), 0);
		t.is(items('events'), 1);
		t.is(items('spans'), 2);
	},
	title: (_, fault) => `a stop while Sentry does "${fault}" keeps to its bound and says what is lost`,
});

test.serial(stopsDuring, 'hang');
test.serial(stopsDuring, 'reset');
test.serial(stopsDuring, 'refuse');

test.serial('a signal before the service listens ends it with exit 0', async t => {
	const service = await startService({waitForListening: false});
	// Its first line comes before it listens.
	await service.line(() => true);
	service.kill('SIGTERM');
	t.deepEqual(await service.exited, {code: 0, signal: null});
});
