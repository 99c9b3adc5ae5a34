import {once} from 'node:events';
import {connect as connectHttp2} from 'node:http2';
import {connect} from 'node:net';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {createHttpClient} from '../../kit/client.ts';
import {createH2cClient} from '../../kit/client-h2c.ts';
import {rawRequest} from '../../kit/client-raw.ts';
import {startService} from '../../kit/service.ts';

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const emptySettings = '\0\0\0\x04\0\0\0\0\0';
const get = 'GET /quotes/tea HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';

async function start(t: ExecutionContext, env: Record<string, string> = {}) {
	const service = await startService({env: {HTTP2: 'true', ...env}});
	t.teardown(service.stop);
	return service;
}

/** Send it byte by byte, each in a packet of its own, and give back what comes until `isEnough`. */
async function drip(port: number, text: string, isEnough: (received: Buffer) => boolean): Promise<Buffer> {
	const socket = connect({port, host: '127.0.0.1', noDelay: true});
	let received = Buffer.alloc(0);
	const enough = new Promise<void>(resolve => {
		socket.on('data', (chunk: Buffer) => {
			received = Buffer.concat([received, chunk]);
			if (isEnough(received)) resolve();
		});
		socket.on('error', () => {}).on('close', () => resolve());
	});
	for (const byte of text) {
		socket.write(Buffer.from(byte, 'latin1'));
		await new Promise(resolve => setTimeout(resolve, 2));
	}
	await enough;
	socket.destroy();
	return received;
}

test('with HTTP2 both protocols are spoken on the one port, and a stop ends the connections of both', async t => {
	const service = await start(t);
	const clients = [
		createHttpClient(service.port, 1),
		createH2cClient(service.port),
		createHttpClient(service.port, 1),
	];
	for (const client of clients) {
		t.is((await client.get('/quotes/tea')).status, 200);
		t.is((await client.get('/livez')).status, 200);
	}
	t.deepEqual(await service.stop(), {code: 0, signal: null});
});

test('the first words may come in pieces of any size', async t => {
	const {port} = await start(t);
	t.regex(String(await drip(port, get, received => received.includes('unit_price'))), /^HTTP\/1\.1 200 /);
	// Its beginning is that of a method, too.
	const post = get.replace('GET', 'PRONOUNCE');
	t.regex(String(await drip(port, post, received => received.includes('\r\n\r\n'))), /^(HTTP\/1\.1 400 |$)/);
	const settings = await drip(port, preface + emptySettings, received => received.length >= 9);
	t.is(settings[3], 4, 'a frame of SETTINGS');
	t.regex(await rawRequest(port, preface.slice(0, 18) + get), /^(HTTP\/1\.1 400 |$)/);
	t.regex(await rawRequest(port, get), /^HTTP\/1\.1 200 /);
});

test('who says too little is answered 408, and who resets at once harms nobody', async t => {
	const {port} = await start(t, {HEADERS_TIMEOUT_MS: '500'});
	t.regex(await rawRequest(port, ''), /^HTTP\/1\.1 408 /);
	t.regex(await rawRequest(port, 'P'), /^HTTP\/1\.1 408 /);
	for (const said of ['', 'P', 'GET', preface.slice(0, 20)]) {
		const socket = connect(port, '127.0.0.1');
		socket.on('error', () => {});
		await once(socket, 'connect');
		if (said) await new Promise(resolve => socket.write(said, resolve));
		socket.resetAndDestroy();
	}
	t.regex(await rawRequest(port, get), /^HTTP\/1\.1 200 /);
});

test('a caller who has said nothing does not hold up the stop', async t => {
	const service = await start(t);
	const silent = connect(service.port, '127.0.0.1');
	await once(silent, 'connect');
	await createHttpClient(service.port).get('/livez');
	const session = connectHttp2(service.url);
	await once(session, 'remoteSettings');
	t.deepEqual(await service.stop(), {code: 0, signal: null});
});
