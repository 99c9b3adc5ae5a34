import {once} from 'node:events';
import type {AddressInfo, Socket} from 'node:net';
import {createServer} from 'node:net';
import test from 'ava';
import {spawnNode} from '../spawn.ts';

test('what a test started ends with it, killed without a chance to say so', async t => {
	const server = createServer().listen(0, '127.0.0.1');
	t.teardown(() => server.close());
	await once(server, 'listening');
	const {promise: bothAreThere, resolve} = Promise.withResolvers<void>();
	const connections = new Map<string, Socket>();
	server.on('connection', socket => {
		socket.on('error', () => {});
		socket.once('data', name => {
			connections.set(String(name), socket);
			if (connections.size === 2) resolve();
		});
	});
	const env = {PORT: String((server.address() as AddressInfo).port)};
	const starter = spawnNode(['test/kit/tests/_fixture-starter.ts'], env);
	await bothAreThere;
	const ends = [...connections.values()].map(socket =>
		once(socket, 'close', {signal: AbortSignal.timeout(60_000)}),
	);
	starter.kill('SIGKILL');
	await t.notThrowsAsync(Promise.all(ends));
	t.deepEqual([...connections.keys()].sort(), ['heeds none', 'heeds signals']);
});
