import {AsyncLocalStorage} from 'node:async_hooks';
import {once} from 'node:events';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import {connect} from 'node:net';
import {Readable} from 'node:stream';
import test from 'ava';
import Koa from 'koa';
import {createKoaHandler} from '../../../service/http/koa-handler.ts';
import {askHttp1, askHttp2, handlers} from './_as-koa.ts';
import {doings, http1Only, unending} from './_doings.ts';

const asKoa = test.macro({
	async exec(t, ask: typeof askHttp1 | typeof askHttp2, method: string, name: string) {
		const add = (app: Koa) =>
			app.use(async ctx => {
				Object.assign(ctx, await doings[name]!(ctx));
			});
		const koa = await ask(handlers.koa, add, {method});
		const ours = await ask(handlers.ours, add, {method});
		t.deepEqual(ours, koa);
	},
	title: (_, {name: asked}, method, name) => `${asked}: ${method} is answered ${name} as Koa does`,
});

for (const name of Object.keys(doings)) {
	test(asKoa, askHttp1, 'GET', name);
	test(asKoa, askHttp1, 'HEAD', name);
	if (http1Only.includes(name)) continue;
	test(asKoa, askHttp2, 'GET', name);
	if (!unending.includes(name)) test(asKoa, askHttp2, 'HEAD', name);
}

function* half() {
	yield 'half';
	throw new Error('broken off');
}

for (const ask of [askHttp1, askHttp2]) {
	test(`${ask.name}: a stream that breaks off cuts the answer, and is told of once`, async t => {
		const {body, isCut, errors} = await ask(handlers.ours, app => {
			app.use(ctx => {
				ctx.body = Readable.from(half());
			});
		});
		t.deepEqual({body, isCut, errors}, {body: 'half', isCut: true, errors: ['Error: broken off']});
	});
}

const resets = test.macro({
	async exec(t, body: string | undefined) {
		const app = new Koa();
		const errors: unknown[] = [];
		app.on('error', error => errors.push(error));
		const asked = new Promise<http.ServerResponse>(resolve => {
			app.use(async ctx => {
				resolve(ctx.res);
				if (!body) await once(ctx.res, 'close');
				ctx.body = body;
			});
		});
		const server = http.createServer(handlers.ours(app));
		await once(server.listen(0, '127.0.0.1'), 'listening');
		const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
		socket.on('error', () => {}).write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
		const closed = once(await asked, 'close');
		if (body) await once(socket, 'data');
		socket.resetAndDestroy();
		await closed;
		await new Promise(setImmediate);
		server.close();
		t.deepEqual(errors, []);
	},
	title: (title = '') => `a caller who resets the connection ${title} is no error of the application`,
});

test('while it waits', resets, undefined);
test('while it reads', resets, 'text'.repeat(5e6));

test('an application without a listener of its own has Koa’s for errors', t => {
	const app = new Koa();
	createKoaHandler(app);
	t.deepEqual(app.listeners('error'), [app.onerror]);
});

test('what runs for a request finds its context, where the application keeps it', async t => {
	const {body} = await askHttp1(handlers.ours, app => {
		app.ctxStorage = new AsyncLocalStorage();
		app.use(async ctx => {
			await new Promise(setImmediate);
			ctx.body = app.currentContext === ctx ? 'found' : 'lost';
		});
	});
	t.is(body, 'found');
});
