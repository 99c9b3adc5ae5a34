import http from 'node:http';
import type {Config} from '../../config/config.ts';
import type {Listener} from '../../observability/requests/observe-requests.ts';
import {cutStalled} from './cut-stalled.ts';
import type {OnRefused, Protocol} from './protocol.ts';
import {refuse} from './reject-malformed.ts';

/** A connection that is idle when the listener closes gets this long for a request that is on its way. */
const lingerMs = 500;

/** HTTP/1.1 with time-outs on everything that a caller could make us wait for. */
export function createHttp1(config: Config, listener: Listener, onRefused: OnRefused): Protocol {
	const server = http.createServer(
		{
			headersTimeout: config.headersTimeoutMs,
			requestTimeout: Math.max(config.bodyTimeoutMs, config.headersTimeoutMs),
			keepAliveTimeout: config.keepAliveTimeoutMs,
			connectionsCheckingInterval: 1000,
		},
		listener,
	);
	server.maxRequestsPerSocket = config.maxRequestsPerSocket;
	// An expectation that nobody knows may be ignored: https://datatracker.ietf.org/doc/html/rfc9110#section-10.1.1
	server.on('checkExpectation', listener);
	cutStalled(server, config.idleTimeoutMs);
	server.on('clientError', (error, socket) =>
		refuse(error, socket as Parameters<typeof refuse>[1], onRefused),
	);

	return {
		server,
		// Each answer says `Connection: close` by itself while we are not ready.
		retire() {},
		release() {
			const linger = setInterval(() => server.closeIdleConnections(), lingerMs);
			server.once('close', () => clearInterval(linger));
		},
		cut: () => server.closeAllConnections(),
	};
}
