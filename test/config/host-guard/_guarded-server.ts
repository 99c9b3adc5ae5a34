import type {Server} from 'node:http';
import {createServer} from 'node:http';
import type {Http2Server} from 'node:http2';
import {createServer as createHttp2Server} from 'node:http2';
import type {AddressInfo} from 'node:net';
import Koa from 'koa';
import {parseAllowedHosts} from '../../../config/host-guard/allowed-hosts.ts';
import type {DisallowedHost} from '../../../config/host-guard/disallowed-host.ts';
import type {HostGuardOptions} from '../../../config/host-guard/host-guard.ts';
import {hostGuard} from '../../../config/host-guard/host-guard.ts';

export interface GuardedServer {
	readonly port: number;
	/** What the guard reported. */
	readonly reported: DisallowedHost[];
	/** What it threw, as the middleware above it caught. */
	readonly thrown: unknown[];
	/** Targets of the requests that passed. */
	readonly passed: string[];
	close(): Promise<void>;
}

/** A Koa app behind the guard on a loopback port: 200 for what passes, 400 and the error as text for what it throws. */
export async function startGuardedServer({
	allowedHosts = 'example.com,.tenants.example,127.0.0.1,[::1]',
	http2 = false,
	onThrown = () => {},
	...options
}: Partial<Omit<HostGuardOptions, 'allowedHosts'>> & {
	allowedHosts?: string;
	http2?: boolean;
	onThrown?: (error: unknown) => void;
} = {}): Promise<GuardedServer> {
	const reported: DisallowedHost[] = [];
	const thrown: unknown[] = [];
	const passed: string[] = [];
	const app = new Koa();
	app.use(async (ctx, next) => {
		try {
			await next();
		} catch (error) {
			onThrown(error);
			thrown.push(error);
			ctx.status = 400;
			ctx.body = String(error);
		}
	});
	app.use(
		hostGuard({
			allowedHosts: parseAllowedHosts(allowedHosts),
			isBehindProxy: () => false,
			report: error => void reported.push(error),
			...options,
		}),
	);
	app.use(ctx => {
		passed.push(ctx.originalUrl);
		ctx.body = 'passed';
	});

	const server: Server | Http2Server = http2
		? createHttp2Server(app.callback())
		: createServer(app.callback());
	const listening = Promise.withResolvers<void>();
	server.listen(0, '127.0.0.1', () => listening.resolve());
	await listening.promise;

	return {
		port: (server.address() as AddressInfo).port,
		reported,
		thrown,
		passed,
		async close() {
			const closed = Promise.withResolvers<void>();
			server.close(() => closed.resolve());
			await closed.promise;
		},
	};
}
