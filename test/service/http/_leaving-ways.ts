import type {ClientHttp2Session} from 'node:http2';
import http2 from 'node:http2';
import type {Socket} from 'node:net';
import {connect} from 'node:net';

export const places = ['waiting', 'listening', 'working', 'uploading', 'streaming', 'downloading'] as const;
export type Place = (typeof places)[number];

const isUpload = (place: Place) => place === 'uploading' || place === 'streaming';

export interface Left {
	/** Something came back before. */
	begun: Promise<unknown>;
	leave: () => void;
	close: () => void;
}

/** Ask for a path as far as is needed to be in that place. */
export type Ask = (port: number, place: Place, way: string) => Left;

type Way1 = (socket: Socket) => void;

/** How a caller leaves over HTTP/1.1, by name. */
export const http1Ways: Record<string, Way1> = {
	fin: socket => socket.destroy(),
	rst: socket => socket.resetAndDestroy(),
	'half-close': socket => socket.end(),
	'fin-after-more': socket => socket.end('0\r\n'),
	'broken-framing': socket => {
		socket.write('XYZ\r\ngarbage\r\n'.repeat(3));
		socket.end();
	},
};

export function askHttp1(port: number, place: Place, way: string): Left {
	const socket = connect(port, '127.0.0.1');
	socket.on('error', () => {});
	const head = `${isUpload(place) ? 'POST' : 'GET'} /${place}/${way} HTTP/1.1\r\nHost: localhost\r\n`;
	const body = isUpload(place) ? 'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n' : '\r\n';
	socket.write(head + body);
	socket.on('data', () => {});
	return {
		begun: new Promise(resolve => socket.once('data', resolve)),
		leave: () => http1Ways[way]!(socket),
		close: () => socket.destroy(),
	};
}

interface Connection {
	socket: Socket;
	session: ClientHttp2Session;
}

/** A frame of DATA for the connection itself: https://datatracker.ietf.org/doc/html/rfc9113#section-6.1 */
const forbiddenFrame = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0]);

/** Node's client ends a body before it resets its stream: https://datatracker.ietf.org/doc/html/rfc9113#section-6.4 */
const resetFirstStream = (code: number) => Buffer.from([0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, code]);

/** How a caller leaves over HTTP/2, by name. */
export const http2Ways: Record<string, (connection: Connection) => void> = {
	fin: ({socket}) => socket.destroy(),
	rst: ({socket}) => socket.resetAndDestroy(),
	'half-close': ({socket}) => socket.end(),
	'rst-stream-cancel': ({socket}) => socket.write(resetFirstStream(http2.constants.NGHTTP2_CANCEL)),
	'rst-stream-internal-error': ({socket}) =>
		socket.write(resetFirstStream(http2.constants.NGHTTP2_INTERNAL_ERROR)),
	'rst-stream-no-error': ({socket}) => socket.write(resetFirstStream(http2.constants.NGHTTP2_NO_ERROR)),
	'goaway-2': ({session}) => session.goaway(2),
	'goaway-11': ({session}) => session.goaway(11),
	'broken-framing': ({socket}) => socket.write(forbiddenFrame),
};

export function askHttp2(port: number, place: Place, way: string): Left {
	const socket = connect(port, '127.0.0.1');
	const session = http2.connect(`http://127.0.0.1:${port}`, {createConnection: () => socket});
	session.on('error', () => {});
	socket.on('error', () => {});
	const stream = session.request(
		{':method': isUpload(place) ? 'POST' : 'GET', ':path': `/${place}/${way}`},
		{endStream: !isUpload(place)},
	);
	stream.on('error', () => {});
	stream.on('data', () => {});
	if (isUpload(place)) stream.write('hello');
	return {
		begun: new Promise(resolve => stream.once('data', resolve)),
		leave: () => http2Ways[way]!({socket, session}),
		close: () => socket.destroy(),
	};
}
