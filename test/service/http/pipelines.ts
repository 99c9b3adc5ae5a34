import {connect} from 'node:net';
import test from 'ava';
import {createHttpClient} from '../../kit/client.ts';
import {rawRequest} from '../../kit/client-raw.ts';
import {startService} from '../../kit/service.ts';

const ask = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`;

test('pipelined requests are begun one after the other, and all are answered in order', async t => {
	const service = await startService({env: {DEBUG_ROUTES: 'true', ACCESS_LOG: 'all'}});
	t.teardown(service.stop);
	const post = 'POST /quotes HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
	const body = '{"items":[{"sku":"tea","quantity":2}]}';
	const received = await rawRequest(
		service.port,
		[
			ask('/debug/delay/200'),
			ask('/livez'),
			`${post}Content-Length: ${body.length}\r\n\r\n${body}`,
			`${post}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
			ask('/debug/status/404'),
			ask('/quotes/coffee', 'Connection: close\r\n'),
		].join(''),
	);
	const statuses = [...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
	t.deepEqual(statuses, [200, 200, 200, 200, 404, 200]);
	await service.stop();
	// What waited for its turn was not at work meanwhile.
	const waited = service.lines.filter(({path}) => path === '/quotes' || path === '/quotes/coffee');
	t.is(waited.length, 3);
	t.true(waited.every(({duration_ms}) => Number(duration_ms) < 190));
});

test('no more is begun for a connection than is answered, however much it asks, and all of it is answered', async t => {
	const service = await startService({
		env: {DEBUG_ROUTES: 'true', OTEL_METRICS_EXPORTER: 'none', ACCESS_LOG: 'all'},
	});
	t.teardown(service.stop);
	const asked = 5000;
	const sockets = Array.from({length: 4}, () => {
		const socket = connect(service.port, '127.0.0.1');
		socket.on('error', () => {});
		socket.write(ask('/debug/delay/1000'));
		socket.write(ask('/quotes/tea').repeat(asked - 2));
		socket.write(ask('/quotes/tea', 'Connection: close\r\n'));
		return socket;
	});
	await createHttpClient(service.port).get('/livez');
	const answers = await Promise.all(
		sockets.map(async socket => {
			let text = '';
			for await (const chunk of socket.setEncoding('latin1')) text += chunk;
			return text.split('HTTP/1.1 200 ').length - 1;
		}),
	);
	t.deepEqual(answers, Array(4).fill(asked));
});

test('a pipeline whose caller leaves is forgotten', async t => {
	const service = await startService({env: {DEBUG_ROUTES: 'true', ACCESS_LOG: 'all'}});
	t.teardown(service.stop);
	for (const leave of ['destroy', 'resetAndDestroy'] as const) {
		const socket = connect(service.port, '127.0.0.1');
		socket.on('error', () => {});
		await new Promise(resolve =>
			socket.write(ask('/debug/delay/60000') + ask('/quotes/tea').repeat(20), resolve),
		);
		await createHttpClient(service.port).get('/livez');
		socket[leave]();
	}
	t.is((await createHttpClient(service.port).get('/quotes/tea')).status, 200);
	t.deepEqual(await service.stop(), {code: 0, signal: null});
	// Both are noticed at once, long before their time is up, and nothing behind them has begun.
	const ended = service.lines.filter(({msg}) => msg === 'request');
	t.deepEqual(ended.map(({status}) => status).sort(), [200, 499, 499]);
	t.true(ended.every(({duration_ms}) => Number(duration_ms) < 20_000));
});

test('a stop amid a pipeline drops nothing of it that was read', async t => {
	const service = await startService({env: {DEBUG_ROUTES: 'true'}});
	t.teardown(() => service.kill('SIGKILL'));
	const socket = connect(service.port, '127.0.0.1');
	socket.write(ask('/debug/delay/100').repeat(10));
	let received = '';
	for await (const chunk of socket.setEncoding('latin1')) {
		if (received === '') service.kill('SIGTERM');
		received += chunk;
	}
	t.is(received.split('HTTP/1.1 200 ').length - 1, 10);
	t.is(received.match(/^connection: close/gim)?.length, 1);
	t.deepEqual(await service.exited, {code: 0, signal: null});
});
