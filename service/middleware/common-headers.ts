import type {Middleware} from 'koa';
import {ListedResponse} from '../http/listed-response.ts';
import {createSecurityHeaders} from './security-headers.ts';

/**
Give every answer its ids, and what keeps a browser from misusing it. A handler may set another value.

Place right below the request's context, above all that answers. `traceresponse` is
https://www.w3.org/TR/trace-context-2/#traceresponse-header
*/
export function commonHeaders(): Middleware {
	const security = createSecurityHeaders();
	return function commonHeaders({res, state}, next) {
		const headers = ['x-request-id', state['requestId'] as string, ...security];
		const {traceresponse} = state;
		if (traceresponse !== undefined) headers.push('traceresponse', traceresponse as string);
		if (res instanceof ListedResponse) res.begin(headers);
		else
			for (let place = 0; place < headers.length; place += 2)
				res.setHeader(headers[place]!, headers[place + 1]!);
		return next();
	};
}
