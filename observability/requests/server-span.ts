import type {Attributes, Span} from '@opentelemetry/api';
import {SpanStatusCode} from '@opentelemetry/api';
import type {CallerOf} from '../../config/caller/caller.ts';
import {scrubQuery} from '../privacy/scrub.ts';
import {isKnownMethod, spanName, splitTarget} from './http-semantics.ts';
import type {RequestContext} from './request-context.ts';
import {userOf} from './request-context.ts';

/**
Name and describe the server span of an answered request, and end it.

https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span

@param status - Absent when the client left before it was answered.
*/
export function endServerSpan(
	context: RequestContext,
	status: number | undefined,
	callerOf: CallerOf,
	sendDefaultPii: boolean,
): void {
	const {span, request} = context;
	if (!span.isRecording()) return;
	const caller = callerOf(request);
	const {scheme, server} = caller;
	const {path, query} = splitTarget(request.url ?? '/');
	const method = request.method ?? '';
	const known = isKnownMethod(method);
	const {route} = context;
	// One object of one shape, where most requests have the same to say. Secrets are masked when a span leaves.
	const said: Attributes = {
		'http.request.method': known ? method : '_OTHER',
		'url.path': path,
		'url.scheme': scheme,
		'http.route': route,
		'http.response.status_code': status,
		'server.address': server.address,
		'server.port': server.port,
		'network.protocol.version': request.httpVersion === '2.0' ? '2' : request.httpVersion,
		'user_agent.original': request.headers['user-agent'],
	};
	if (!known) said['http.request.method_original'] = method;
	const {id} = userOf(context);
	if (typeof id === 'string' || typeof id === 'number') said['user.id'] = String(id);
	if (sendDefaultPii) {
		said['client.address'] = caller.address;
		if (query !== undefined) said['url.query'] = scrubQuery(query);
	}
	const own = span as DescribedSpan;
	if (status !== undefined && status >= 500) {
		said['error.type'] = own.attributes['error.type'] ?? String(status);
		span.setStatus({code: SpanStatusCode.ERROR});
	}
	own.describe(said);
	own.name = spanName(method, route);
	span.end();
}

/** A recorded span of a request is one: setting attributes one by one through the API validates each twice. */
type DescribedSpan = Span & {name: string; attributes: Attributes; describe(said: Attributes): void};
