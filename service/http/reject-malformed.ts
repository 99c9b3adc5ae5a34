import type {ServerResponse} from 'node:http';
import {STATUS_CODES} from 'node:http';
import type {Socket} from 'node:net';
import type {OnRefused} from './protocol.ts';

/** How long what a refused caller still sends is thrown away, so that a reset doesn't overtake the answer. */
const lingerMs = 500;

/** The answer that is being made on a connection: Node's mark on its socket. Nothing public says so. */
export function underwayOn(socket: Socket): ServerResponse | undefined {
	return (socket as Socket & {_httpMessage?: ServerResponse | null})._httpMessage ?? undefined;
}

/**
Answer what Node's parser refuses, and close the connection.

Nobody knows where the next request would begin on it: https://datatracker.ietf.org/doc/html/rfc9112#section-6.3

@param error - The parser's, or whatever the socket was destroyed with: the error of a body that broke, of any shape.
*/
export function refuse(error: unknown, socket: Socket, onRefused: OnRefused): void {
	const status = statusOf(error);
	if (status === undefined || !socket.writable) {
		socket.destroy();
		return;
	}
	onRefused(status);
	const underway = underwayOn(socket);
	if (underway?.req.complete) {
		// The caller sent a good request and then garbage. What we wrote now would pass for the good one's answer.
		underway.once('close', () => socket.destroySoon());
	} else if (underway?.headersSent) {
		socket.destroy();
	} else {
		socket.end(response(status));
		socket.removeAllListeners('data').resume();
		setTimeout(() => socket.destroy(), lingerMs).unref();
	}
}

/**
Whether a connection began with neither of two protocols, so that no answer would be understood.

https://datatracker.ietf.org/doc/html/rfc9113#section-3.4
*/
export function isNeitherProtocol(error: unknown, socket: Socket): boolean {
	if (codeOf(error) !== 'HPE_INVALID_METHOD' || socket.bytesWritten > 0) return false;
	const {rawPacket} = error as {rawPacket?: Buffer};
	return rawPacket !== undefined && !/ HTTP\/1\.\d\r?\n/.test(rawPacket.toString('latin1'));
}

/** Undefined when the caller has left, or the connection broke: no fault of its request. */
function statusOf(error: unknown): number | undefined {
	const code = codeOf(error);
	if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
	if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return 413;
	if (code === 'HPE_HEADER_OVERFLOW') return 431;
	return code.startsWith('HPE_') ? 400 : undefined;
}

function codeOf(error: unknown): string {
	try {
		const {code} = Object(error) as {code?: unknown};
		return typeof code === 'string' ? code : '';
	} catch {
		return '';
	}
}

function response(status: number): string {
	const title = STATUS_CODES[status]!;
	const body = JSON.stringify({type: 'about:blank', title, status});
	return [
		`HTTP/1.1 ${status} ${title}`,
		`date: ${new Date().toUTCString()}`,
		'connection: close',
		'content-type: application/problem+json',
		`content-length: ${body.length}`,
		'',
		body,
	].join('\r\n');
}
