import {context, TraceFlags} from '@opentelemetry/api';
import type {Middleware} from 'koa';
import type {Request, User} from './request-context.ts';
import {requestOf} from './request-context.ts';

/** The caller's id when it is 1–128 characters of `[\w-]`, else a new one. */
export type RequestIdOf = (request: Request) => string;

/** @param createId - Makes the id of a request that brought none. */
export function createRequestIdOf(createId: () => string): RequestIdOf {
	return ({headers}) => {
		const received = headers['x-request-id'];
		return typeof received === 'string' && /^[\w-]{1,128}$/.test(received) ? received : createId();
	};
}

/**
Give each request an id, in `ctx.state.requestId`, and what its answer says of its trace, in `ctx.state.traceresponse`.

Place first: everything below may log or report. https://www.w3.org/TR/trace-context-2/#traceresponse-header
*/
export function requestContext({requestIdOf}: {requestIdOf: RequestIdOf}): Middleware {
	return function requestContext(ctx, next) {
		const id = requestIdOf(ctx.req);
		ctx.state['requestId'] = id;
		const request = requestOf(context.active());
		if (request) {
			request.koa = ctx;
			// For what happens on this request's behalf in nobody's context, such as its body's stream breaking.
			ctx.state['context'] = request;
			request.requestId = id;
			const {traceId, spanId, traceFlags} = request.span.spanContext();
			ctx.state['traceId'] = traceId;
			const flags = traceFlags & TraceFlags.SAMPLED ? '01' : '00';
			ctx.state['traceresponse'] = `00-${traceId}-${spanId}-${flags}`;
		}
		return next();
	};
}

/**
Put `ctx.state.user` on the request's span and on every event of it.

Place right below what authenticates.
*/
export function userContext(): Middleware {
	return function userContext(ctx, next) {
		const request = requestOf(context.active());
		if (request) request.user = ctx.state['user'] as User | undefined;
		return next();
	};
}
