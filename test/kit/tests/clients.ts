import {once} from 'node:events';
import type {RequestListener} from 'node:http';
import {createServer} from 'node:http';
import {createServer as createHttp2Server} from 'node:http2';
import type {AddressInfo, Server} from 'node:net';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import type {Client} from '../client.ts';
import {createHttpClient} from '../client.ts';
import {createH2cClient} from '../client-h2c.ts';
import {rawRequest} from '../client-raw.ts';

async function listen(t: ExecutionContext, server: Server): Promise<number> {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.teardown(() => server.close());
	return (server.address() as AddressInfo).port;
}

/** Says what it got, and on which connection. */
const echo: RequestListener = (request, response) => {
	const authority = request.headers[':authority'] ?? request.headers.host;
	let body = '';
	request.on('data', chunk => {
		body += chunk;
	});
	request.on('end', () => {
		const {method, url} = request;
		const connection = request.socket.remotePort;
		response
			.writeHead(201, {'x-answer': 'yes'})
			.end(JSON.stringify({method, url, authority, body, connection}));
	});
};

const clients: [string, (port: number) => Client, () => Server][] = [
	['HTTP/1.1', port => createHttpClient(port, 1), () => createServer(echo)],
	['h2c', createH2cClient, () => createHttp2Server(echo as never)],
];

for (const [protocol, createClient, createEcho] of clients) {
	test(`${protocol}: sends any Host, method and body, over one connection`, async t => {
		const client = createClient(await listen(t, createEcho()));
		t.teardown(client.close);
		const response = await client.request({
			method: 'PUT',
			path: '/a?b=c',
			headers: {host: 'example.test:81'},
			body: 'hello',
		});
		t.is(response.status, 201);
		t.is(response.headers['x-answer'], 'yes');
		const seen = response.json() as {connection: number};
		t.like(seen, {method: 'PUT', url: '/a?b=c', authority: 'example.test:81', body: 'hello'});
		const next = (await client.get('/next')).json() as {connection: number};
		t.is(next.connection, seen.connection);
	});

	test(`${protocol}: rejects when the server hangs up`, async t => {
		const server = createEcho();
		server.removeAllListeners('request').on('request', (request: {socket: {destroy(): void}}) => {
			request.socket.destroy();
		});
		const client = createClient(await listen(t, server));
		t.teardown(client.close);
		await t.throwsAsync(client.get('/'));
	});
}

test('raw bytes reach the server as they are', async t => {
	const port = await listen(t, createServer(echo));
	const response = await rawRequest(port, 'GET / HTTP/1.1\r\nHost: a\xe9\r\nConnection: close\r\n\r\n');
	t.regex(response, /^HTTP\/1\.1 201 Created\r\n/);
	t.regex(response, /"authority":"aé"/);
});

test('raw: gives what the server said to garbage', async t => {
	const port = await listen(t, createServer(echo));
	t.regex(await rawRequest(port, '\0\r\n\r\n'), /^HTTP\/1\.1 400 /);
});

test('raw: says what came when the connection stays open', async t => {
	const port = await listen(t, createServer(echo));
	const waiting = rawRequest(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', {timeoutMs: 300});
	await t.throwsAsync(waiting, {message: /still open after 300 ms.+201 Created/s});
});

test('raw: rejects when nobody listens', async t => {
	const server = createServer();
	const port = await listen(t, server);
	await new Promise(resolve => server.close(resolve));
	await t.throwsAsync(rawRequest(port, 'GET / HTTP/1.1\r\n\r\n'), {code: 'ECONNREFUSED'});
});
