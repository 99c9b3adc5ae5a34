import type {Context, Span} from '@opentelemetry/api';
import {context, propagation, ROOT_CONTEXT} from '@opentelemetry/api';
import {isKnownMethod} from './http-semantics.ts';
import type {Ending, Request, Response} from './request-context.ts';
import {RequestContext} from './request-context.ts';

/** A Koa callback, or any other listener of an HTTP/1.1 or HTTP/2 server. */
export type Listener = (request: Request, response: Response) => unknown;

export interface ObserveOptions {
	/** Begin the server span of a request, in the context that it came with. @param since - Of `performance.now()`. */
	startSpan: (name: string, parent: Context, since: number) => Span;
	onStart: (context: RequestContext) => void;
	/** Called once for each request, when it has its ending. */
	onEnd: (context: RequestContext) => void;
}

/** How a request ended; undefined while its answer is on its way. Whoever serves it knows. */
export type EndingOf = (response: Response) => Ending | undefined;

/**
Wrap a whole application: each request gets a server span and a context of its own.

Outermost, around even Koa's error events, which fire outside its middleware. No module is patched, so
neither the order of imports nor the version of HTTP matters.
*/
export function observeRequests({startSpan, onStart, onEnd}: ObserveOptions) {
	// `tracestate` means nothing by itself.
	const fields = propagation.fields().filter(field => field !== 'tracestate');

	/** Most requests start a trace; looking for its headers in vain costs more than asking for them. */
	function parentOf(request: Request): Context {
		for (const field of fields) {
			if (request.headers[field] !== undefined) return propagation.extract(ROOT_CONTEXT, request.headers);
		}
		return ROOT_CONTEXT;
	}

	function end(active: RequestContext, ending: Ending): void {
		if (active.ending) return;
		active.ending = ending;
		onEnd(active);
	}

	/** The answer may still be on its way after the application is done: a stream, or more than its caller takes at once. */
	function awaitEnd(active: RequestContext, endingOf: EndingOf): void {
		const {response} = active;
		const look = () => {
			const ending = endingOf(response);
			if (ending) context.with(active, end, undefined, active, ending);
		};
		response.once('close', look);
		// Whose request is still arriving, an HTTP/2 stream is closed later than it is answered.
		if ('stream' in response) response.stream.once('finish', look);
	}

	return function observe(listener: Listener, endingOf: EndingOf): Listener {
		return function observed(request, response) {
			const since = performance.now();
			const parent = parentOf(request);
			const method = request.method ?? '';
			const span = startSpan(isKnownMethod(method) ? method : 'HTTP', parent, since);
			const active = new RequestContext(parent, span, request, response, since);
			onStart(active);
			const finish = (): void => {
				const ending = endingOf(response);
				if (ending) end(active, ending);
				else awaitEnd(active, endingOf);
			};
			const done = context.with(active, listener, undefined, request, response);
			if (done instanceof Promise) done.then(finish, finish);
			else finish();
		};
	};
}
