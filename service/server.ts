import http from 'node:http';
import http2 from 'node:http2';
import type {AddressInfo} from 'node:net';
import net from 'node:net';
import type {Config} from '../config/load-config.ts';
import type {Listener} from '../observability/observe-requests.ts';

/** Open connections that are idle get this long to send what is under way. */
const lingerMs = 500;

export interface Server {
	/** Resolves with the port. Rejects when it is taken. */
	listen(): Promise<number>;
	/** Accept no more connections, and resolve when all requests have been answered. */
	drain(): Promise<void>;
}

/** An HTTP server with the limits of the configuration. */
export function createServer(config: Config, listener: Listener): Server {
	const server = config.http2
		? http2.createServer(listener)
		: http.createServer(
				{
					headersTimeout: config.headersTimeoutMs,
					requestTimeout: Math.max(config.bodyTimeoutMs, config.headersTimeoutMs),
					keepAliveTimeout: config.keepAliveTimeoutMs,
					connectionsCheckingInterval: 1000,
				},
				listener,
			);
	if (server instanceof http.Server) server.maxRequestsPerSocket = config.maxRequestsPerSocket;
	const sessions = new Set<http2.ServerHttp2Session>();
	if (!(server instanceof http.Server)) {
		server.on('session', session => {
			sessions.add(session);
			session.once('close', () => sessions.delete(session));
		});
	}

	return {
		listen: () =>
			new Promise((resolve, reject) => {
				server.once('error', reject);
				server.listen({port: config.port, ...(config.host && {host: config.host})}, () => {
					server.off('error', reject);
					resolve((server.address() as AddressInfo).port);
				});
			}),
		drain: () =>
			new Promise(resolve => {
				// Not http's own close, which cuts idle connections at once: a request may be on its way on one.
				net.Server.prototype.close.call(server, () => resolve());
				if (server instanceof http.Server) {
					const linger = setInterval(() => server.closeIdleConnections(), lingerMs);
					server.once('close', () => clearInterval(linger));
				} else {
					for (const session of sessions) session.close();
				}
			}),
	};
}
