import http from 'node:http';
import type {Socket} from 'node:net';
import type {Config} from '../../config/config.ts';
import type {Listener} from '../../observability/requests/observe-requests.ts';
import {inTurn} from './in-turn.ts';
import {ListedResponse} from './listed-response.ts';
import type {OnRefused, Protocol} from './protocol.ts';
import {isNeitherProtocol, refuse, underwayOn} from './reject-malformed.ts';
import {createStalls} from './stalls.ts';

/** Node's own word for a request that takes too long to arrive. */
const tooSlow = {code: 'ERR_HTTP_REQUEST_TIMEOUT'};

export interface Http1 extends Protocol {
	/** Listens, and leaves it to others what becomes of each connection. */
	server: http.Server;
}

/** HTTP/1.1 with time-outs on everything that a caller could make us wait for. */
export function createHttp1(config: Config, listener: Listener, onRefused: OnRefused): Http1 {
	const takeTurn = inTurn(listener);
	const server = http.createServer(
		{
			ServerResponse: ListedResponse,
			headersTimeout: config.headersTimeoutMs,
			requestTimeout: Math.max(config.bodyTimeoutMs, config.headersTimeoutMs),
			keepAliveTimeout: config.keepAliveTimeoutMs,
			connectionsCheckingInterval: 1000,
		},
		takeTurn,
	);
	server.maxRequestsPerSocket = config.maxRequestsPerSocket;
	// An expectation that nobody knows may be ignored: https://datatracker.ietf.org/doc/html/rfc9110#section-10.1.1
	server.on('checkExpectation', takeTurn);
	server.on('clientError', (error, connection) => {
		const socket = connection as Socket;
		if (config.http2 && isNeitherProtocol(error, socket)) {
			onRefused(400);
			socket.destroy();
		} else {
			refuse(error, socket, onRefused);
		}
	});

	const [parse] = server.listeners('connection');
	server.removeAllListeners('connection');
	const sockets = createStalls<Socket>(socket => (socket.writableLength === 0 ? undefined : takenOf(socket)));

	return {
		server,
		take(socket) {
			alike(socket);
			sockets.add(socket);
			socket.once('close', () => sockets.delete(socket));
			parse!.call(server, socket);
		},
		// Each answer says `Connection: close` by itself while we are not ready.
		retire() {},
		closeIdle: () => server.closeIdleConnections(),
		cutArriving() {
			for (const socket of sockets) {
				if (underwayOn(socket)?.req.complete !== true) refuse(tooSlow, socket, onRefused);
			}
		},
		cutStalled(stalledMs) {
			for (const socket of sockets.look(stalledMs)) socket.destroy();
		},
		cut: () => server.closeAllConnections(),
	};
}

/**
Give each connection at once what Node adds to it in the course of its requests: its caller's address, when that is first
asked for, and a time-out.

Added in whatever order, they make sockets of many shapes. Those that spans are sent on are some more, and what handles more
than four kinds of an object V8 can't make fast: a tenth of a request, from the first span that is sent.
*/
function alike(socket: Socket): void {
	void socket.remoteAddress;
	socket.setTimeout(0);
}

/** How much the system has taken of what was written. Nothing public tells before all of a chunk was. */
function takenOf(socket: Socket): number {
	const {_handle: handle} = socket as Socket & {
		_handle?: {bytesWritten: number; writeQueueSize: number} | null;
	};
	return handle ? handle.bytesWritten - handle.writeQueueSize : 0;
}
