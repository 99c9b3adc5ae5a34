import {once} from 'node:events';
import type {ClientHttp2Session} from 'node:http2';
import {connect as connectHttp2} from 'node:http2';
import {connect} from 'node:net';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {createHttpClient} from '../../kit/client.ts';
import {startService} from '../../kit/service.ts';

async function start(t: ExecutionContext, env: Record<string, string>, entry = 'service/main.ts') {
	const service = await startService({entry, env: {HTTP2: 'true', ACCESS_LOG: 'all', ...env}});
	t.teardown(() => service.kill('SIGKILL'));
	return service;
}

/** Ask for pages of which not a byte may be sent. */
async function askWithoutReading(url: string, streams = 100): Promise<ClientHttp2Session> {
	const session = connectHttp2(url, {settings: {initialWindowSize: 0}});
	session.on('error', () => {});
	await once(session, 'remoteSettings');
	for (let count = 0; count < streams; count++) session.request({':path': '/docs'}).on('error', () => {});
	return session;
}

test('answers over HTTP/2 of which nothing is read are cut with their connection, pings or not', async t => {
	const service = await start(t, {IDLE_TIMEOUT_MS: '1000'});
	const [silent, pinging] = await Promise.all([
		askWithoutReading(service.url),
		askWithoutReading(service.url),
	]);
	const pings = setInterval(() => pinging.destroyed || pinging.ping(() => {}), 100);
	t.teardown(() => clearInterval(pings));
	const signal = AbortSignal.timeout(20_000);
	await Promise.all([once(silent, 'close', {signal}), once(pinging, 'close', {signal})]);
	t.is((await createHttpClient(service.port).get('/livez')).status, 200);
	t.deepEqual(await service.stop(), {code: 0, signal: null});
	const statuses = service.lines.filter(({path}) => path === '/docs').map(({status}) => status);
	t.deepEqual(new Set(statuses), new Set([499]));
	t.is(statuses.length, 200);
});

test('one that is not read is cut alone while others of its connection are', async t => {
	const service = await start(t, {IDLE_TIMEOUT_MS: '2000'});
	const session = await askWithoutReading(service.url, 0);
	const unread = session.request({':path': '/docs'}).on('error', () => {});
	const closed = once(unread, 'close').then(() => true);
	const probe = async () => {
		const stream = session.request({':path': '/livez', ':method': 'HEAD'});
		const [headers] = (await once(stream.resume(), 'response')) as [Record<string, unknown>];
		return headers[':status'];
	};
	const again = () => new Promise<false>(resolve => setTimeout(resolve, 100, false));
	do t.is(await probe(), 200);
	while (!(await Promise.race([closed, again()])));
	t.is(await probe(), 200);
	session.destroy();
});

/** Read it slower than a look at it, but read it. @returns how much there was. */
async function readSlowly(stream: AsyncIterable<Buffer>, bytesAtOnce: number): Promise<number> {
	let length = 0;
	let pause = bytesAtOnce;
	for await (const chunk of stream) {
		length += chunk.length;
		if (length < pause) continue;
		pause += bytesAtOnce;
		await new Promise(resolve => setTimeout(resolve, 200));
	}
	return length;
}

test('one that is read slowly is not cut, however large it is', async t => {
	const service = await start(t, {IDLE_TIMEOUT_MS: '1000'}, 'test/service/http/_body-service.ts');
	const session = connectHttp2(service.url);
	session.on('error', () => {});
	const socket = connect(service.port, '127.0.0.1').on('error', () => {});
	socket.write('GET /large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
	const [http1, http2] = await Promise.all([
		readSlowly(socket, 1_000_000),
		readSlowly(session.request({':path': '/large'}), 1_000_000),
	]);
	t.true(http1 > 24_000_000);
	t.is(http2, 24_000_000);
	session.destroy();
});

/** Callers who keep a stop waiting: each resolves when the service has heard of it. */
const stalling: ((url: string, port: number) => Promise<unknown>)[] = [
	url => askWithoutReading(url),
	async (_url, port) => {
		const socket = connect(port, '127.0.0.1').pause();
		socket.on('error', () => {});
		socket.write('GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(3000));
		await new Promise(resolve => setTimeout(resolve, 500));
	},
	(_url, port) =>
		say(
			port,
			'POST /quotes HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
		),
	(_url, port) => say(port, 'POST /quotes HTTP/1.1\r\nHos'),
	(_url, port) => say(port, 'PRI * HTTP/2.0\r\n'),
	async url => {
		const session = connectHttp2(url);
		session.on('error', () => {});
		const stream = session.request({
			':method': 'POST',
			':path': '/quotes',
			'content-type': 'application/json',
		});
		stream.on('error', () => {});
		await new Promise(resolve => stream.write('{', resolve));
	},
];

async function say(port: number, text: string): Promise<void> {
	const socket = connect(port, '127.0.0.1');
	socket.on('error', () => {});
	await new Promise(resolve => socket.write(text, resolve));
}

test('a stop ends with exit 0 while answers are not read and uploads have stalled, over both protocols', async t => {
	const service = await start(t, {SHUTDOWN_TIMEOUT_MS: '6000'});
	await Promise.all(stalling.map(stall => stall(service.url, service.port)));
	await createHttpClient(service.port).get('/livez');
	service.kill('SIGTERM');
	t.deepEqual(await service.exited, {code: 0, signal: null});
});
