import {once} from 'node:events';
import type {RequestListener} from 'node:http';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {load} from '../../bench/load.ts';

async function listen(t: ExecutionContext, listener: RequestListener): Promise<number> {
	const server = createServer(listener).listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.teardown(() => server.close());
	return (server.address() as AddressInfo).port;
}

test('the client asks as often as it is told and counts what failed', async t => {
	let received = 0;
	const port = await listen(t, (request, response) => {
		received++;
		t.is(request.url, '/path');
		response.statusCode = received <= 3 ? 500 : 200;
		response.end('{}');
	});
	const burst = await load('client', {port, path: '/path', connections: 4, seconds: 60, requests: 101});
	t.is(received, 101);
	t.is(burst.requests, 101);
	t.is(burst.failed, 3);
});

test('the client takes answers that arrive in pieces', async t => {
	const port = await listen(t, (_request, response) => {
		response.writeHead(200, {'content-length': 4});
		response.write('ab');
		setTimeout(() => response.end('cd'), 5);
	});
	const burst = await load('client', {port, path: '/', connections: 1, seconds: 60, requests: 3});
	t.is(burst.requests, 3);
	t.is(burst.failed, 0);
});

test('at a constant rate a stall counts for every request that was due meanwhile', async t => {
	let received = 0;
	const port = await listen(t, async (_request, response) => {
		received++;
		// One second, in which all the others fall due.
		setTimeout(() => response.end('{}'), received === 1 ? 1000 : 0);
	});
	const burst = await load('client', {port, path: '/', connections: 1, seconds: 1, rate: 50});
	t.is(burst.requests, 50);
	// A closed loop would have one slow answer and call the median fast.
	t.true(burst.p50Ms >= 400, `${burst.p50Ms}`);
});
