import type {Context, Middleware} from 'koa';
import type {Telemetry} from '../../observability/start-telemetry.ts';
import {PageNotFound} from '../errors/not-found.ts';
import {ServerErrorReturned} from '../errors/server-error-returned.ts';
import {problemOf} from '../problem-of.ts';

export interface Options {
	report: Telemetry['report'];
	reportNotFound: boolean;
	isDraining: () => boolean;
}

/**
Turn every failure into one `application/problem+json` (RFC 9457), and report it once if it is ours.

The only writer of error bodies. Place it above all that can fail; above it are only the request's id
and the headers that every answer has.
*/
export function errorResponse({report, reportNotFound, isDraining}: Options): Middleware {
	function answer(ctx: Context, thrown: unknown): void {
		const problem = problemOf(thrown);
		const {failure} = problem;
		if (failure && (failure !== 'not-found' || reportNotFound)) report(thrown, failure);
		// Too late to answer; cutting the connection is all that tells the caller.
		if (ctx.headerSent) ctx.res.destroy();
		else write(ctx, problem, thrown);
	}

	return async function errorResponse(ctx, next) {
		try {
			await next();
			if (isUnanswered(ctx)) {
				answer(ctx, isUnknownPage(ctx) ? new PageNotFound(ctx.path) : {status: ctx.status});
			} else if (ctx.status >= 500) {
				report(new ServerErrorReturned(ctx.status), 'unexpected');
			}
		} catch (thrown) {
			answer(ctx, thrown);
		}
		// The connection ends with this answer, so that the listener's close is not waited for.
		if (isDraining() && ctx.req.httpVersionMajor === 1) ctx.set('connection', 'close');
	};
}

/** Nothing was said but a status, such as the router's 405. */
function isUnanswered(ctx: Context): boolean {
	return ctx.status >= 400 && (ctx.body === undefined || ctx.body === null) && ctx.respond !== false;
}

function isUnknownPage(ctx: Context): boolean {
	return ctx.status === 404 && !ctx['routeMatched'];
}

function write(ctx: Context, {status, title, code}: ReturnType<typeof problemOf>, thrown: unknown): void {
	const {errors, retryAfterSeconds, headers} = (thrown ?? {}) as {
		errors?: unknown;
		retryAfterSeconds?: number;
		headers?: Record<string, string>;
	};
	if (headers && status < 500) ctx.set(headers);
	if (retryAfterSeconds !== undefined) ctx.set('retry-after', String(retryAfterSeconds));
	if (status === 401) ctx.set('www-authenticate', 'Bearer error="invalid_token"');
	ctx.status = status;
	ctx.body = JSON.stringify({
		type: code === 'about:blank' ? code : `/docs#${code}`,
		title,
		status,
		instance: escapePath(ctx.path),
		request_id: ctx.state['requestId'],
		trace_id: ctx.state['traceId'],
		...(status < 500 && Array.isArray(errors) && {errors}),
	});
	ctx.type = 'application/problem+json';
}

/** A path as RFC 3986 has it, so that nothing a caller wrote stands there unescaped. */
function escapePath(path: string): string {
	return path.replace(/[^\w\-.~!$&'()*+,;=:@/%]/g, character => encodeURIComponent(character));
}
