import {maxHeaderSize} from 'node:http';
import type {ServerHttp2Session} from 'node:http2';
import http2 from 'node:http2';
import type {Config} from '../../config/config.ts';
import type {Listener} from '../../observability/requests/observe-requests.ts';
import type {OnRefused, Protocol} from './protocol.ts';

/** As many as browsers and proxies expect, and no more: https://datatracker.ietf.org/doc/html/rfc9113#section-6.5.2 */
const maxConcurrentStreams = 100;
/** Announces a stop without refusing anything yet: https://datatracker.ietf.org/doc/html/rfc9113#section-6.8 */
const noStreamIsRefused = 2 ** 31 - 1;

/** HTTP/2 without TLS, with the limits that HTTP/1.1 has. */
export function createHttp2(config: Config, listener: Listener, onRefused: OnRefused): Protocol {
	const sessions = new Set<ServerHttp2Session>();
	const server = http2.createServer(
		{
			settings: {maxConcurrentStreams, maxHeaderListSize: maxHeaderSize},
			unknownProtocolTimeout: config.headersTimeoutMs,
		},
		listener,
	);
	// An expectation that nobody knows may be ignored: https://datatracker.ietf.org/doc/html/rfc9110#section-10.1.1
	server.on('checkExpectation', listener);
	const idleMs = Math.max(config.keepAliveTimeoutMs, config.requestTimeoutMs + 1000);
	server.on('session', session => {
		sessions.add(session);
		session.once('close', () => sessions.delete(session));
		// Nothing moved: no request is open, or its caller doesn't read. The first leaves gracefully, the second not.
		session.setTimeout(idleMs, () => {
			if (session.closed) session.destroy();
			else session.close();
		});
	});
	server.on('sessionError', () => onRefused(400));

	return {
		server,
		retire() {
			for (const session of sessions) {
				// Destroyed, it stays in the set until its close is told, and refuses whatever it is asked.
				if (!session.destroyed) session.goaway(http2.constants.NGHTTP2_NO_ERROR, noStreamIsRefused);
			}
		},
		release() {
			for (const session of sessions) session.close();
		},
		cut() {
			for (const session of sessions) session.destroy();
		},
	};
}
