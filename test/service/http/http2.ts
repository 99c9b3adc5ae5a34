import {once} from 'node:events';
import {connect} from 'node:http2';
import type {AddressInfo} from 'node:net';
import {createServer} from 'node:net';
import test from 'ava';
import {loadConfig} from '../../../config/load-config.ts';
import {createHttp2} from '../../../service/http/http2.ts';

test('a session that broke just before the stop does not stop the stop', async t => {
	const {take, retire, cut} = createHttp2(
		loadConfig({}),
		() => {},
		() => {},
	);
	const server = createServer(take).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
	client.on('error', () => {});
	await once(client, 'remoteSettings');
	// Destroyed, and its close not told yet.
	cut();
	t.notThrows(retire);
	cut();
	client.destroy();
	await new Promise(resolve => server.close(resolve));
});
