import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Socket} from 'node:net';

/** So many may wait, then nothing more is read. Until then a caller who leaves is noticed at once. */
const mostWaiting = 32;

type Http1Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A connection on which a caller has pipelined: how many requests wait behind the one that is answered. */
type Pipeline = Socket & {requestsWaiting?: number};

/**
Begin each request of a connection when it is its turn to be answered, and read no further while many wait.

Node begins whatever a caller has pipelined at once: a thousand small requests arrive in one piece, and each would hold
its context, its span and its answer until those before it were sent.
*/
export function inTurn(listener: Http1Listener): Http1Listener {
	function hold(request: IncomingMessage, response: ServerResponse): void {
		const socket: Pipeline = request.socket;
		if (socket.requestsWaiting === undefined) {
			// Node reads on whenever it has sent something.
			socket.on('resume', () => {
				if (socket.requestsWaiting! >= mostWaiting) socket.pause();
			});
		}
		socket.requestsWaiting = (socket.requestsWaiting ?? 0) + 1;
		if (socket.requestsWaiting === mostWaiting) socket.pause();
		response.once('socket', () => {
			socket.requestsWaiting!--;
			if (socket.requestsWaiting === mostWaiting - 1) socket.resume();
			// Not now: Node is in the middle of handing the connection over.
			process.nextTick(listener, request, response);
		});
	}

	return function takeTurn(request, response) {
		if (response.socket) listener(request, response);
		else hold(request, response);
	};
}

/** Whether an answer may be the last of its connection. Requests that were read already would never be answered then. */
export function mayClose({httpVersionMajor, socket}: {httpVersionMajor: number; socket: Socket}): boolean {
	return httpVersionMajor === 1 && !(socket as Pipeline).requestsWaiting;
}
