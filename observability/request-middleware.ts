import {context, TraceFlags} from '@opentelemetry/api';
import type {Middleware} from 'koa';
import type {User} from './request-context.ts';
import {requestOf} from './request-context.ts';

/**
Give each request an id, echo it, and name its trace in the answer.

Place first: everything below may log or report. The id is the caller's when it is 1–128 characters
of `[\w-]`. `traceresponse` is https://www.w3.org/TR/trace-context-2/#traceresponse-header

@param createId - Makes the id of a request that brought none.
*/
export function requestContext({createId}: {createId: () => string}): Middleware {
	return function requestContext(ctx, next) {
		const received = ctx.req.headers['x-request-id'];
		const id = typeof received === 'string' && /^[\w-]{1,128}$/.test(received) ? received : createId();
		ctx.state['requestId'] = id;
		ctx.res.setHeader('x-request-id', id);
		const request = requestOf(context.active());
		if (request) {
			request.koa = ctx;
			// For what happens on this request's behalf in nobody's context, such as its body's stream breaking.
			ctx.state['context'] = request;
			request.requestId = id;
			const {traceId, spanId, traceFlags} = request.span.spanContext();
			ctx.state['traceId'] = traceId;
			const flags = traceFlags & TraceFlags.SAMPLED ? '01' : '00';
			ctx.res.setHeader('traceresponse', `00-${traceId}-${spanId}-${flags}`);
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
