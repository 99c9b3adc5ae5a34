import type {Http2ServerRequest} from 'node:http2';
import type {Context, Middleware} from 'koa';
import type {Logger} from '../../observability/logs/logger.ts';
import {Deadline} from '../http/deadline.ts';
import {createTimeLimits} from '../http/time-limits.ts';
import {RequestTimedOut} from '../problems/answer-errors.ts';
import {CallerLimitPassed, ClientLeft, RequestTooSlow} from '../problems/request-errors.ts';

/**
Answer 503 when a request takes too long, or 408 when it has not even arrived, and let its work know.

A caller may ask for less, as Envoy does; never for more. Beyond a limit of its own it is answered 503 too, but nothing of
ours has failed. Place above whatever may be slow.
https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-expected-rq-timeout-ms
*/
export function timeLimit({timeoutMs, logger}: {timeoutMs: number; logger: Logger}): Middleware {
	const limits = createTimeLimits();
	return function timeLimit(ctx, next) {
		const callerMs = expectedByCaller(ctx);
		const limitMs = Math.min(timeoutMs, callerMs);
		const deadline = new Deadline(limitMs, ctx.res);
		ctx.state['deadline'] = deadline;
		return new Promise<void>((resolve, reject) => {
			let over = false;
			const limited = {
				at: deadline.at,
				place: -1,
				expire() {
					over = true;
					const arrived = hasArrived(ctx);
					const late = arrived ? RequestTimedOut : RequestTooSlow;
					const reason = new (callerMs < timeoutMs ? CallerLimitPassed : late)(limitMs);
					// What is still to come of the body would keep the connection from its next request.
					if (!arrived && ctx.req.httpVersionMajor === 1) ctx.set('connection', 'close');
					deadline.expire(reason);
					reject(reason);
				},
			};
			limits.add(limited);
			next().then(
				() => {
					limits.delete(limited);
					resolve();
				},
				(error: unknown) => {
					limits.delete(limited);
					// The request was answered and reported already; this is what became of its work.
					if (over && !(error instanceof ClientLeft))
						logger.warn({err: error}, 'failed after its time was up');
					reject(error);
				},
			);
		});
	};
}

function expectedByCaller(ctx: Context): number {
	const header = ctx.req.headers['x-envoy-expected-rq-timeout-ms'];
	return typeof header === 'string' && /^[1-9]\d{0,8}$/.test(header) ? Number(header) : Infinity;
}

/** HTTP/2 says of a request without a body only that none will follow. */
function hasArrived({req}: Context): boolean {
	return req.complete || (req as unknown as Partial<Http2ServerRequest>).stream?.endAfterHeaders === true;
}
