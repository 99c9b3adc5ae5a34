import type {AddressInfo} from 'node:net';
import net from 'node:net';
import type {Config} from '../../config/config.ts';
import type {Listener} from '../../observability/requests/observe-requests.ts';
import {createHttp1} from './http1.ts';
import type {OnRefused, Protocol} from './protocol.ts';

/** As long as the system's queue of connections that wait to be accepted, by Node's default. */
const backlog = 511;
/** A connection that is idle when the listener closes gets this long for a request that is on its way. */
const lingerMs = 500;

export interface Server {
	/** Resolves with the port. Rejects when it is taken. */
	listen(): Promise<number>;
	/** A stop is near: still serve, but ask callers to go elsewhere. */
	retire(): void;
	/**
	Accept no more connections, and resolve when all requests have been answered.

	@param patienceMs - For requests that are still arriving, and for answers of which nothing is read.
	*/
	drain(patienceMs: number): Promise<void>;
	/** Accept no more connections, and break all there are. For a crash. */
	cut(): void;
}

/** An HTTP server with the limits of the configuration. HTTP/2 is loaded only where it is wanted. */
export async function createServer(
	config: Config,
	listener: Listener,
	onRefused: OnRefused,
): Promise<Server> {
	const http1 = createHttp1(config, listener, onRefused);
	const protocol = config.http2 ? await withHttp2(http1, config, listener, onRefused) : http1;
	const {server} = http1;
	server.on('connection', protocol.take);
	const stallTimer = setInterval(protocol.cutStalled, config.idleTimeoutMs / 2, config.idleTimeoutMs).unref();
	server.once('close', () => clearInterval(stallTimer));

	// Not http's own close, which cuts idle connections at once: a request may be on its way on one.
	const closeListener = (closed: () => void) => net.Server.prototype.close.call(server, closed);

	return {
		retire: protocol.retire,
		listen: () =>
			new Promise((resolve, reject) => {
				server.once('error', reject);
				server.listen({port: config.port, ...(config.host && {host: config.host})}, () => {
					server.off('error', reject);
					resolve((server.address() as AddressInfo).port);
				});
			}),
		async drain(patienceMs) {
			await takeBacklog(server);
			const closed = new Promise<void>(closeListener);
			const until = performance.now() + patienceMs;
			const timer = setInterval(() => {
				protocol.closeIdle();
				protocol.cutStalled(patienceMs);
				if (performance.now() >= until) protocol.cutArriving();
			}, lingerMs);
			await closed;
			clearInterval(timer);
		},
		cut() {
			closeListener(() => {});
			protocol.cut();
		},
	};
}

async function withHttp2(
	http1: Protocol,
	config: Config,
	listener: Listener,
	onRefused: OnRefused,
): Promise<Protocol> {
	const {createEitherProtocol} = await import('./either-protocol.ts');
	const {createHttp2} = await import('./http2.ts');
	return createEitherProtocol(http1, createHttp2(config, listener, onRefused), config.headersTimeoutMs);
}

/**
Accept what the system has accepted for us: closing the listener would reset it.

Node takes one connection a turn, so under load many may wait.
*/
async function takeBacklog(server: net.Server): Promise<void> {
	let taken = 0;
	const count = () => {
		taken++;
	};
	server.on('connection', count);
	for (let turn = 0, before = -1; before < taken && turn < backlog; turn++) {
		before = taken;
		await new Promise(setImmediate);
	}
	server.off('connection', count);
}
