import {once} from 'node:events';
import type {IncomingMessage, Server, ServerResponse} from 'node:http';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {buffer} from 'node:stream/consumers';
import type {Fault} from './sink-faults.ts';
import {outcome, send} from './sink-faults.ts';
import type {Reading, Route} from './sink-ingest.ts';
import {decompress, findRoute, refuse} from './sink-ingest.ts';
import type {SinkRequest} from './sink-store.ts';

type Received = Omit<SinkRequest, 'answered' | 'problem'>;

export interface Handlers {
	/** @throws {Error} When the request is malformed: it is answered 400. */
	read(route: Route, request: Received): Reading;
	fault(route: Route): Fault;
	/** Called once for each request, whatever became of it. */
	record(request: SinkRequest, arrived: boolean): void;
}

/** Listen on 127.0.0.1. @throws {Error} When `port` is taken. */
export async function listen(port: number, handlers: Handlers): Promise<{server: Server; port: number}> {
	const server = createServer((request, response) => {
		handle(request, response, handlers).catch(error => {
			// A client that hangs up half-way is no failure of the sink; anything else must be seen by the test.
			if (request.destroyed && !request.complete) return;
			response.writeHead(500).end(String(error));
		});
	});
	// Closed while the next request is on its way, a connection would be reset: an error no fault asked for.
	server.keepAliveTimeout = 120_000;
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	return {server, port: (server.address() as AddressInfo).port};
}

async function handle(request: IncomingMessage, response: ServerResponse, handlers: Handlers): Promise<void> {
	const wire = await buffer(request);
	const {method = '', url: path = '', headers} = request;
	const received = {method, path, headers, body: wire, wireBytes: wire.length, receivedAt: Date.now()};
	const route = findRoute(method, path);
	const {answer, problem, arrive} = route
		? understand(route, received, handlers)
		: refuse(404, 'no such endpoint');
	const fault = route ? handlers.fault(route) : 'accept';
	const answered = outcome(fault, answer);
	// The answer goes out first, so that a test which closes the sink on arrival doesn't cut its client off.
	const sent = send(response, answer, fault);
	const arrived = arrive !== undefined && typeof answered === 'number' && answered < 300;
	if (arrived) arrive();
	handlers.record({...received, answered, problem}, arrived);
	await sent;
}

function understand(route: Route, received: Received, handlers: Handlers): Reading {
	try {
		received.body = decompress(received.body, received.headers['content-encoding']);
		return handlers.read(route, received);
	} catch (error) {
		return refuse(400, (error as Error).message);
	}
}
