import koaCors from '@koa/cors';
import type {Middleware} from 'koa';

const preflightSeconds = 600;

/**
Let pages of other origins call us. https://fetch.spec.whatwg.org/#http-cors-protocol

Without credentials: a page sends its token itself. Whatever headers it asks to send are allowed, those of a trace
among them (`sentry-trace`, `baggage`, `traceparent`). Place below the host guard, which judges preflights
too, and above all that answers, so that pages can read errors.
*/
export function cors(origins: ReadonlySet<string>): Middleware {
	return koaCors({
		origin: ctx => (origins.has('*') ? '*' : origins.has(ctx.get('origin')) ? ctx.get('origin') : ''),
		exposeHeaders: ['x-request-id', 'traceresponse', 'retry-after'],
		maxAge: preflightSeconds,
		// They stay on the response anyway; kept on the error too, they would fail where what was thrown is no object.
		keepHeadersOnError: false,
	});
}
