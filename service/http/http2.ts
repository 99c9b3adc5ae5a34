import {maxHeaderSize} from 'node:http';
import type {Http2Session, Http2Stream} from 'node:http2';
import http2 from 'node:http2';
import type {Config} from '../../config/config.ts';
import type {Listener} from '../../observability/requests/observe-requests.ts';
import type {OnRefused, Protocol} from './protocol.ts';
import {createStalls} from './stalls.ts';

const {NGHTTP2_CANCEL, NGHTTP2_NO_ERROR} = http2.constants;
/** As many as browsers and proxies expect, and no more: https://datatracker.ietf.org/doc/html/rfc9113#section-6.5.2 */
const maxConcurrentStreams = 100;
/** Announces a stop without refusing anything yet: https://datatracker.ietf.org/doc/html/rfc9113#section-6.8 */
const noStreamIsRefused = 2 ** 31 - 1;

/** Of a connection's bytes, so many for each answer that waits are no mere pings. */
const movingBytes = 65_536;

interface Progress {
	/** When the connection had sent the whole of an answer last. */
	answeredAt: number;
	/** How much it had sent when it was last seen to move, and how often that was. */
	written: number;
	moves: number;
}

/** HTTP/2 without TLS, with the limits that HTTP/1.1 has. */
export function createHttp2(config: Config, listener: Listener, onRefused: OnRefused): Protocol {
	const sessions = new Map<Http2Session, Progress>();
	const streams = createStalls<Http2Stream>(({bufferSize, session}) => {
		if (bufferSize === 0) return undefined;
		// It changes only with a whole chunk, and a large one may be on its way for long.
		return bufferSize + (session ? (sessions.get(session)?.moves ?? 0) : 0) * 2 ** 32;
	});
	// Never listens: it is handed its connections.
	const server = http2.createServer(
		{settings: {maxConcurrentStreams, maxHeaderListSize: maxHeaderSize}},
		listener,
	);
	// An expectation that nobody knows may be ignored: https://datatracker.ietf.org/doc/html/rfc9110#section-10.1.1
	server.on('checkExpectation', listener);
	const idleMs = Math.max(config.keepAliveTimeoutMs, config.requestTimeoutMs + 1000);
	server.on('session', session => {
		sessions.set(session, {answeredAt: 0, written: 0, moves: 0});
		session.once('close', () => sessions.delete(session));
		session.setTimeout(idleMs, () => session.close());
	});
	server.on('stream', stream => {
		const {session} = stream;
		streams.add(stream);
		stream.once('close', () => {
			streams.delete(stream);
			const progress = stream.writableFinished && session && sessions.get(session);
			if (progress) progress.answeredAt = performance.now();
		});
		// What its caller still sends nobody waits for: https://datatracker.ietf.org/doc/html/rfc9113#section-8.1
		if (!stream.endAfterHeaders) {
			stream.once('finish', () => isArriving(stream) && stream.close(NGHTTP2_NO_ERROR));
		}
	});
	server.on('sessionError', ({code}: NodeJS.ErrnoException) => {
		// What the frames were wrong for; a caller who went away, or said goodbye with a code, is not refused.
		if (code === 'ERR_HTTP2_ERROR') onRefused(400);
	});

	function lookForMoves(): void {
		const waiting = Map.groupBy(
			[...streams].filter(({bufferSize}) => bufferSize > 0),
			({session}) => session,
		);
		for (const [session, progress] of sessions) {
			const written = session.socket?.bytesWritten ?? 0;
			if (written - progress.written < movingBytes * (waiting.get(session)?.length ?? 0)) continue;
			progress.written = written;
			progress.moves++;
		}
	}

	return {
		take(socket) {
			// HTTP/1.1 leaves its sockets half open; here a caller who ends its side has left.
			socket.once('end', () => socket.end());
			server.emit('connection', socket);
		},
		retire() {
			for (const session of sessions.keys()) {
				// Destroyed, it stays in the set until its close is told, and refuses whatever it is asked.
				if (!session.destroyed) session.goaway(NGHTTP2_NO_ERROR, noStreamIsRefused);
			}
		},
		closeIdle() {
			for (const session of sessions.keys()) session.close();
		},
		cutArriving() {
			for (const stream of streams) if (isArriving(stream)) stream.close(NGHTTP2_CANCEL);
		},
		cutStalled(stalledMs) {
			lookForMoves();
			const stalled = streams.look(stalledMs);
			const moving = new Set([...streams].filter(stream => !stalled.has(stream)).map(({session}) => session));
			const recently = performance.now() - stalledMs;
			for (const stream of stalled) {
				const {session} = stream;
				if (!session) continue;
				// One answer that is not read is its own matter; a connection on which none is, is the caller's.
				if (moving.has(session) || sessions.get(session)!.answeredAt > recently) stream.close(NGHTTP2_CANCEL);
				else session.destroy();
			}
		},
		cut() {
			for (const session of sessions.keys()) session.destroy();
		},
	};
}

function isArriving(stream: Http2Stream): boolean {
	return !stream.destroyed && stream.state.remoteClose === 0;
}
