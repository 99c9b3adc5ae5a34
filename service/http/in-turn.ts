import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Socket} from 'node:net';

type Http1Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

/**
Begin each request of a connection when it is its turn to be answered, and read no further meanwhile.

Node begins whatever a caller has pipelined at once: a thousand small requests arrive in one piece, and each would hold
its context, its span and its answer until those before it were sent.
*/
export function inTurn(listener: Http1Listener): Http1Listener {
	/** How many wait behind the one that is answered, by connection. Most connections never have one. */
	const waiting = new WeakMap<Socket, number>();

	function hold(request: IncomingMessage, response: ServerResponse): void {
		const {socket} = request;
		if (!waiting.has(socket)) {
			// Node reads on whenever it has sent something.
			socket.on('resume', () => {
				if (waiting.get(socket)! > 0) socket.pause();
			});
		}
		waiting.set(socket, (waiting.get(socket) ?? 0) + 1);
		socket.pause();
		response.once('socket', () => {
			const left = waiting.get(socket)! - 1;
			waiting.set(socket, left);
			if (left === 0) socket.resume();
			// Not now: Node is in the middle of handing the connection over.
			process.nextTick(listener, request, response);
		});
	}

	return function takeTurn(request, response) {
		if (response.socket) listener(request, response);
		else hold(request, response);
	};
}
