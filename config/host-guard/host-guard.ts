import type {IncomingMessage} from 'node:http';
import type {Middleware} from 'koa';
import type {AllowedHosts} from './allowed-hosts.ts';
import {DisallowedHost} from './disallowed-host.ts';
import {createReadHost} from './host-syntax.ts';
import {judgeHost} from './judge-host.ts';

/** Tell whoever watches. Awaited before the answer is written, so it must end soon by itself. */
export type ReportDisallowedHost = (error: DisallowedHost) => void | Promise<void>;

export interface HostGuardOptions {
	readonly allowedHosts: AllowedHosts;
	/** Whether the peer's `X-Forwarded-Host` is believed. */
	readonly isBehindProxy: (request: IncomingMessage) => boolean;
	readonly report: ReportDisallowedHost;
}

/**
Refuse requests for hosts that this service doesn't answer to.

Place below the health answers, whose probes name a pod's address, and below the error response, which answers what
is thrown here; above everything that reads a host, a URL or a body.

Reads the raw header lines only: `ctx.host`, `ctx.hostname` and `ctx.URL` repair what must be refused. Keeps nothing
per host, so a flood of them costs no memory.

@throws {DisallowedHost} After it was reported: whoever catches it must not report it again.
*/
export function hostGuard({allowedHosts, isBehindProxy, report}: HostGuardOptions): Middleware {
	const readHost = createReadHost();
	return function hostGuard(ctx, next) {
		const refusal = judgeHost({
			rawHeaders: ctx.req.rawHeaders,
			target: ctx.originalUrl,
			allowedHosts,
			readHost,
			isFromTrustedProxy: () => isBehindProxy(ctx.req),
		});

		return refusal === undefined ? next() : refuse(new DisallowedHost(refusal), report);
	};
}

async function refuse(error: DisallowedHost, report: ReportDisallowedHost): Promise<never> {
	try {
		await report(error);
	} catch (failure) {
		// A reporter that fails must not turn the sender's 400 into our 500.
		error.cause = failure;
	}

	throw error;
}
