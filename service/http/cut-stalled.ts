import type {Server, Socket} from 'node:net';

/**
Cut callers who don't read their answers.

Looks at every connection now and then. A time-out of each socket's own would be set anew by each read
and write, for a tenth of a request's cost.

@param stalledMs - How long an answer may wait for its caller without moving; told within half as much again.
*/
export function cutStalled(server: Server, stalledMs: number): void {
	/** What each connection had written when it was last looked at. */
	const connections = new Map<Socket, {written: number; since: number}>();

	server.on('connection', (socket: Socket) => {
		connections.set(socket, {written: 0, since: 0});
		socket.once('close', () => connections.delete(socket));
	});

	const timer = setInterval(() => {
		const now = performance.now();
		for (const [socket, seen] of connections) {
			if (socket.writableLength === 0 || socket.bytesWritten - socket.writableLength !== seen.written) {
				seen.written = socket.bytesWritten - socket.writableLength;
				seen.since = now;
			} else if (now - seen.since > stalledMs) {
				socket.destroy();
			}
		}
	}, stalledMs / 2).unref();
	server.once('close', () => clearInterval(timer));
}
