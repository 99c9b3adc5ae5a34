import {connect} from 'node:net';
import {printable} from '../../../config/host-guard/disallowed-host.ts';

/**
Send bytes that no HTTP client would, to loopback, and give back what came until the server closed.

@param request - One byte a character.
*/
export function sendRaw(port: number, request: string): Promise<string> {
	const {promise, resolve, reject} = Promise.withResolvers<string>();
	const socket = connect({host: '127.0.0.1', port});
	let received = '';
	socket.setEncoding('latin1');
	socket.on('data', (chunk: string) => {
		received += chunk;
	});
	socket.on('error', reject);
	socket.on('close', () => resolve(received));
	socket.write(request, 'latin1');
	return promise;
}

/** A whole GET request with these header lines, each ended by CRLF, and no others. */
export function getRequest(lines: string, target = '/', version = '1.1'): string {
	return `GET ${target} HTTP/${version}\r\n${lines}Connection: close\r\n\r\n`;
}

/** Such a request in a test title. */
export function shown(request: string): string {
	return printable(request.replace(/Connection: close\r\n\r\n$/, '').replaceAll('\r\n', ' | '), 80);
}
