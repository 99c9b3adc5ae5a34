import {once} from 'node:events';
import type {IncomingHttpHeaders, IncomingMessage, ServerResponse} from 'node:http';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';

export interface UpstreamRequest {
	path: string;
	headers: IncomingHttpHeaders;
	/** The caller has hung up before it was answered. */
	abandoned: Promise<void>;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface UpstreamServer {
	/** For whatever calls it. */
	url: string;
	port: number;
	/** Every request, in the order of arrival. */
	requests: UpstreamRequest[];
	/** Answer the next requests so, one each, and then as before. */
	next(...answers: Answer[]): void;
	close(): Promise<void>;
}

/** A catalog on loopback that has every sku, until told to misbehave. */
export async function startUpstream(): Promise<UpstreamServer> {
	const requests: UpstreamRequest[] = [];
	const queue: Answer[] = [];
	const server = createServer((request, response) => {
		const {promise: abandoned, resolve} = Promise.withResolvers<void>();
		response.once('close', () => response.writableFinished || resolve());
		requests.push({path: request.url ?? '', headers: request.headers, abandoned});
		(queue.shift() ?? product)(request, response);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		port,
		requests,
		next: (...answers) => void queue.push(...answers),
		async close() {
			const closed = new Promise<void>(resolve => server.close(() => resolve()));
			server.closeAllConnections();
			await closed;
		},
	};
}

/** The catalog's answer for any sku. */
export function product(request: IncomingMessage, response: ServerResponse): void {
	const sku = decodeURIComponent((request.url ?? '').split(/[/?]/).at(-1)!);
	answer(200, JSON.stringify({sku, unit_price: 2, currency: 'EUR'}))(request, response);
}

export function answer(status: number, body = '', headers: Record<string, string> = {}): Answer {
	return (_request, response) => void response.writeHead(status, headers).end(body);
}
