import {Readable} from 'node:stream';
import {context} from '@opentelemetry/api';
import type Koa from 'koa';
import type {Context} from 'koa';
import type {RequestContext} from '../../observability/requests/request-context.ts';
import type {Telemetry} from '../../observability/start-telemetry.ts';
import {begin, holdBodies, send} from '../http/body-stream.ts';
import {cut, isCallerLeaving, isGone} from '../http/ending.ts';
import {allowedOfProbe} from '../http/health.ts';
import {mayClose} from '../http/in-turn.ts';
import {respond} from '../http/respond.ts';
import {ServerErrorReturned} from '../problems/answer-errors.ts';
import {PageNotFound, requestPath} from '../problems/not-found.ts';
import {problemOf} from '../problems/problem-of.ts';
import {writeProblem} from '../problems/problem-response.ts';

export interface Options {
	report: Telemetry['report'];
	reportNotFound: boolean;
	isDraining: () => boolean;
}

/**
Turn every failure into one `application/problem+json` (RFC 9457), and report it once if it is ours.

The only writer of error bodies, whichever way a failure comes: thrown by middleware; found by Koa when that is done, in
a body that is no JSON or whose stream breaks; or emitted on the application, where the answer is up to whoever emits.
Call it above all that can fail; above it are only the request's id and the headers that every answer has.
*/
export function errorResponse(app: Koa, {report, reportNotFound, isDraining}: Options): void {
	function tell(thrown: unknown, ctx: Context | undefined): void {
		if (ctx && isCallerLeaving(ctx.res, thrown)) return;
		const {failure} = problemOf(thrown);
		if (!failure || (failure === 'not-found' && !reportNotFound)) return;
		const request = ctx?.state['context'] as RequestContext | undefined;
		context.with(request ?? context.active(), report, undefined, thrown, failure);
	}

	/** @returns whether there is an answer to send. */
	function answer(ctx: Context, thrown: unknown): boolean {
		tell(thrown, ctx);
		if (!ctx.headerSent && !isGone(ctx.res)) {
			writeProblem(ctx, problemOf(thrown), thrown);
			// Its handler may be at work still, and to write after the end is an exception of the process.
			ctx.res.on('error', ignore);
			return true;
		}
		// Too late to answer; cutting the connection is all that tells the caller.
		cut(ctx.res);
		return false;
	}

	async function answered(ctx: Context, next: () => Promise<unknown>): Promise<void> {
		try {
			await next();
			const begun = begin(ctx);
			if (begun) await begun;
			const {status} = ctx.response;
			if (status >= 400 && isUnanswered(ctx)) answer(ctx, explain(ctx));
			else if (status >= 500) tell(new ServerErrorReturned(status), ctx);
		} catch (thrown) {
			answer(ctx, thrown);
		}
		// Nobody is there to answer. Koa would end the response, and what was never sent would count as sent.
		if (isGone(ctx.res) && !ctx.headerSent) ctx.respond = false;
		// The connection ends with this answer, so that the listener's close is not waited for.
		if (isDraining() && mayClose(ctx.req)) ctx.set('connection', 'close');
		const {body} = ctx.response;
		if (body instanceof Readable && ctx.respond !== false && ctx.method !== 'HEAD' && !isBodiless(ctx)) {
			ctx.respond = false;
			send(ctx, body, error => onerror.call(ctx, error));
		}
	}

	function onerror(this: Context, thrown: unknown): void {
		// Koa also calls it with nothing, when a response is finished.
		if (thrown === null || thrown === undefined) return;
		if (!answer(this, thrown)) return;
		this.respond = true;
		respond(this);
	}

	holdBodies(app);
	app.use(answered);
	app.context.onerror = onerror;
	app.on('error', tell);
}

function ignore(): void {}

/** https://www.rfc-editor.org/rfc/rfc9110#section-15.3.5, §15.3.6, §15.4.5 */
function isBodiless({status}: Context): boolean {
	return status === 204 || status === 205 || status === 304;
}

/** Nothing was said but a status, such as the router's 405. */
function isUnanswered(ctx: Context): boolean {
	return (ctx.body === undefined || ctx.body === null) && ctx.respond !== false;
}

function explain(ctx: Context): unknown {
	if (ctx.status >= 500) return new ServerErrorReturned(ctx.status);
	if (ctx.status !== 404 || ctx['routeMatched']) return {status: ctx.status};
	const allow = allowedOfProbe(ctx.originalUrl);
	return allow ? {status: 405, headers: {allow}} : new PageNotFound(requestPath(ctx.originalUrl));
}
