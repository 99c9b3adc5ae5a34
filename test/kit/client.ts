import {once} from 'node:events';
import type {IncomingHttpHeaders, IncomingMessage} from 'node:http';
import {Agent, request as httpRequest} from 'node:http';
import {buffer} from 'node:stream/consumers';
// tests only
import {checkDescribed} from './described-ports.ts';
// /tests only

export interface ClientRequest {
	method?: string;
	/** Sent as it is; an absolute URL makes the absolute form. */
	path?: string;
	/** `host` included, which `fetch` doesn't allow. */
	headers?: Record<string, string | string[]>;
	body?: string | Buffer;
	signal?: AbortSignal;
}

export interface ClientResponse {
	status: number;
	headers: IncomingHttpHeaders;
	body: string;
	/** @throws {SyntaxError} When the body isn't JSON. */
	json(): unknown;
}

export interface Client {
	/** @throws {Error} When the connection fails before the response is complete. */
	request(request?: ClientRequest): Promise<ClientResponse>;
	get(path: string, headers?: ClientRequest['headers']): Promise<ClientResponse>;
	close(): Promise<void>;
}

/**
An HTTP/1.1 client whose connections stay open.

@param connections - The most at a time; with 1, requests share one connection, one after the other.
*/
export function createHttpClient(port: number, connections = Number.POSITIVE_INFINITY): Client {
	const agent = new Agent({keepAlive: true, maxSockets: connections});

	async function request({method = 'GET', path = '/', headers = {}, body, signal}: ClientRequest = {}) {
		const outgoing = httpRequest({
			host: '127.0.0.1',
			port,
			agent,
			method,
			path,
			headers,
			...(signal && {signal}),
		});
		outgoing.end(body);
		const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
		const status = response.statusCode ?? 0;
		const answered = createResponse(status, response.headers, (await buffer(response)).toString());
		// tests only
		await checkDescribed(port, {method, path, status, body: answered.body, header: headerOf(answered)});
		// /tests only
		return answered;
	}

	return {
		request,
		get: (path, headers = {}) => request({path, headers}),
		async close() {
			agent.destroy();
		},
	};
}

export function headerOf({headers}: ClientResponse): (name: string) => string | undefined {
	return name => headers[name]?.toString();
}

/** The shape that every client here answers with. */
export function createResponse(status: number, headers: IncomingHttpHeaders, body: string): ClientResponse {
	return {status, headers, body, json: () => JSON.parse(body)};
}
