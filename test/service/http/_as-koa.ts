import {once} from 'node:events';
import type {IncomingMessage, RequestListener, Server} from 'node:http';
import http, {ServerResponse} from 'node:http';
import http2 from 'node:http2';
import type {AddressInfo} from 'node:net';
import Koa from 'koa';
import {createKoaHandler} from '../../../service/http/koa-handler.ts';
import {ListedResponse} from '../../../service/http/listed-response.ts';

/** All that a caller, and the application itself, can see of an answer. */
export interface Seen {
	status: number | undefined;
	message: string | undefined;
	/** Without those that Node adds. */
	headers: Record<string, unknown>;
	body: string;
	isCut: boolean;
	/** Emitted on the application. */
	errors: string[];
}

/** Each begins with a header that every answer has. */
type Handler = (app: Koa) => RequestListener;
export const handlers: Record<'koa' | 'ours', Handler> = {
	koa(app) {
		const handle = app.callback() as RequestListener;
		return (request, response) => {
			response.setHeader('x-common', '1');
			return handle(request, response);
		};
	},
	ours(app) {
		const handle = createKoaHandler(app);
		return (request, response) => {
			if (response instanceof ListedResponse) response.begin(['x-common', '1']);
			else response.setHeader('x-common', '1');
			return handle(request, response);
		};
	},
};

/** Ask an application once, over HTTP/1.1. */
export async function askHttp1(handler: Handler, add: (app: Koa) => unknown, init: http.RequestOptions = {}) {
	const {app, errors} = createApp(add);
	const type = handler === handlers.ours ? ListedResponse : ServerResponse;
	const server = http.createServer({ServerResponse: type as typeof ServerResponse}, handler(app));
	const port = await listen(server);
	const request = http.request({port, host: '127.0.0.1', agent: false, ...init}).end();
	const [response] = (await once(request, 'response')) as [IncomingMessage];
	const {body, isCut} = await read(response);
	server.close();
	const {statusCode: status, statusMessage: message} = response;
	return {status, message, headers: ownHeaders(response.headers), body, isCut, errors: await errors()};
}

/** Ask an application once, over HTTP/2. */
export async function askHttp2(handler: Handler, add: (app: Koa) => unknown, init: {method?: string} = {}) {
	const {app, errors} = createApp(add);
	const server = http2.createServer(handler(app) as never);
	const port = await listen(server as unknown as Server);
	const session = http2.connect(`http://127.0.0.1:${port}`);
	const stream = session.request({':method': init.method ?? 'GET', ':path': '/'});
	const [headers] = (await once(stream, 'response')) as [http2.IncomingHttpHeaders];
	const {body, isCut} = await read(stream);
	session.destroy();
	server.close();
	const {[':status']: status, ...others} = headers;
	return {status, message: undefined, headers: ownHeaders(others), body, isCut, errors: await errors()};
}

function createApp(add: (app: Koa) => unknown) {
	const app = new Koa();
	const errors: string[] = [];
	app.on('error', (error: unknown) => errors.push(String(error)));
	add(app);
	return {
		app,
		/** Two turns later: a body that breaks off is told of after its caller has seen it. */
		async errors() {
			for (let turn = 0; turn < 2; turn++) await new Promise(setImmediate);
			return errors;
		},
	};
}

async function listen(server: Server): Promise<number> {
	await once(server.listen(0, '127.0.0.1'), 'listening');
	return (server.address() as AddressInfo).port;
}

async function read(stream: NodeJS.ReadableStream): Promise<{body: string; isCut: boolean}> {
	let body = '';
	try {
		for await (const chunk of stream) body += String(chunk);
		return {body, isCut: false};
	} catch {
		return {body, isCut: true};
	}
}

function ownHeaders({date, connection, 'keep-alive': _, ...headers}: Record<string, unknown>) {
	return headers;
}
