import {connect} from 'node:net';

/**
Send bytes over TCP, whether or not they are HTTP, and read until the server closes the connection. A well-formed
request needs `Connection: close` for that.

@param text - A string goes out as latin1: one byte a character, so `\xff` is that byte.
@returns All responses, as utf8; what had come when the server reset the connection, possibly nothing.
@throws {Error} With what came so far, when the connection is still open after `timeoutMs`, or can't be made.
*/
export async function rawRequest(
	port: number,
	text: string | Uint8Array,
	{timeoutMs = 60_000} = {},
): Promise<string> {
	const {promise, resolve, reject} = Promise.withResolvers<string>();
	const chunks: Buffer[] = [];
	const received = () => Buffer.concat(chunks).toString();
	const socket = connect(port, '127.0.0.1', () => {
		socket.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text);
	});
	socket.on('data', (chunk: Buffer) => chunks.push(chunk));
	socket.on('error', error => {
		// A reset after the connection stood is the server's answer to hostile input, not a failure to ask.
		if ('syscall' in error && error.syscall === 'connect') reject(error);
	});
	socket.on('close', () => resolve(received()));
	const timer = setTimeout(() => {
		reject(new Error(`Connection still open after ${timeoutMs} ms. Received:\n${received()}`));
		socket.destroy();
	}, timeoutMs);
	return promise.finally(() => clearTimeout(timer));
}
