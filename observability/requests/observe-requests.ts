import type {Context, Tracer} from '@opentelemetry/api';
import {context, propagation, ROOT_CONTEXT, SpanKind} from '@opentelemetry/api';
import {isKnownMethod} from './http-semantics.ts';
import type {Request, Response} from './request-context.ts';
import {RequestContext} from './request-context.ts';

/** A Koa callback, or any other listener of an HTTP/1.1 or HTTP/2 server. */
export type Listener = (request: Request, response: Response) => unknown;

export interface ObserveOptions {
	tracer: Tracer;
	onStart: (context: RequestContext) => void;
	/** Called once for each request, when its response has been handed over or its caller has left. */
	onEnd: (context: RequestContext) => void;
}

/**
Wrap a whole application: each request gets a server span and a context of its own.

Outermost, around even Koa's error events, which fire outside its middleware. No module is patched, so
neither the order of imports nor the version of HTTP matters.
*/
export function observeRequests({tracer, onStart, onEnd}: ObserveOptions) {
	const fields = propagation.fields();

	/** Most requests start a trace; looking for its headers in vain costs more than asking for them. */
	function parentOf(request: Request): Context {
		for (const field of fields) {
			if (request.headers[field] !== undefined) return propagation.extract(ROOT_CONTEXT, request.headers);
		}
		return ROOT_CONTEXT;
	}

	return function observe(listener: Listener): Listener {
		return function observed(request, response) {
			const parent = parentOf(request);
			const method = request.method ?? '';
			const span = tracer.startSpan(isKnownMethod(method) ? method : 'HTTP', {kind: SpanKind.SERVER}, parent);
			const active = new RequestContext(parent, span, request, response);
			onStart(active);
			const finish = (): void => {
				// A stream may still be on its way after the middleware is done.
				if (response.writableEnded || isDestroyed(response)) onEnd(active);
				else response.once('close', () => context.with(active, onEnd, undefined, active));
			};
			const done = context.with(active, listener, undefined, request, response);
			if (done instanceof Promise) done.then(finish, finish);
			else finish();
		};
	};
}

/** An HTTP/2 response doesn't say so itself, and its `close` comes only once. */
function isDestroyed(response: Response): boolean {
	return 'stream' in response ? response.stream.destroyed : response.destroyed;
}
