import {once} from 'node:events';
import {Agent, get} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';
import {setFlagsFromString} from 'node:v8';
import {runInThisContext} from 'node:vm';
import test from 'ava';
import {loadConfig} from '../../../config/load-config.ts';
import {createHttp1} from '../../../service/http/http1.ts';

setFlagsFromString('--allow-natives-syntax');
const haveSameMap = runInThisContext('(a, b) => %HaveSameMap(a, b)') as (a: object, b: object) => boolean;

/** Two requests of one connection; the socket as it is after them. */
async function visit(port: number, path: string): Promise<void> {
	const agent = new Agent({keepAlive: true, maxSockets: 1});
	for (let request = 0; request < 2; request++) {
		const [response] = await once(get({host: '127.0.0.1', port, path, agent}), 'response');
		await once(response.resume(), 'end');
	}
	agent.destroy();
}

test('connections are of one shape, whenever somebody asks who is at their other end', async t => {
	const seen = new Map<string, Socket>();
	const asks: Record<string, (request: number) => boolean> = {
		'/first': request => request === 1,
		'/later': request => request === 2,
		'/never': () => false,
	};
	const requests = new Map<string, number>();
	const {server, take, cut} = createHttp1(
		loadConfig({}),
		({url = '', socket}, response) => {
			const request = (requests.get(url) ?? 0) + 1;
			requests.set(url, request);
			seen.set(url, socket as Socket);
			if (asks[url]!(request)) t.is(socket.remoteAddress, '127.0.0.1');
			response.end();
		},
		() => {},
	);
	server.on('connection', take).listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.teardown(() => {
		cut();
		server.close();
	});
	const {port} = server.address() as AddressInfo;
	for (const path of Object.keys(asks)) await visit(port, path);
	const [first, ...others] = [...seen.values()];
	for (const other of others) t.true(haveSameMap(first!, other));
});
