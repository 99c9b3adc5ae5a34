import {once} from 'node:events';
import type {Socket} from 'node:net';
import {connect} from 'node:net';

/**
A request that the service is at work on when this resolves: Node says "100 Continue" as it hands a request over.

@returns Its connection, with nothing read yet of the answer.
*/
export async function begin(port: number, path: string, headers = ''): Promise<Socket> {
	const socket = connect(port, '127.0.0.1');
	// Cut by a service that ends at once.
	socket.on('error', () => {});
	socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\n${headers}\r\n`);
	// Taken out by hand: with a listener for data, what follows would be gone before the caller listens.
	await once(socket, 'readable');
	const first = String(socket.read());
	if (first !== 'HTTP/1.1 100 Continue\r\n\r\n') throw new Error(`expected 100 Continue, got ${first}`);
	return socket;
}
