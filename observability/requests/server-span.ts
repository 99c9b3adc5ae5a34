import type {Attributes, Span} from '@opentelemetry/api';
import {SpanStatusCode} from '@opentelemetry/api';
import type {ReadableSpan} from '@opentelemetry/sdk-trace';
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
	const attributes = attributesOf(span);
	attributes['http.request.method'] = known ? method : '_OTHER';
	if (!known) attributes['http.request.method_original'] = method;
	// Secrets are masked in whatever a span says when it leaves.
	attributes['url.path'] = path;
	attributes['url.scheme'] = scheme;
	if (route !== undefined) attributes['http.route'] = route;
	if (status !== undefined) attributes['http.response.status_code'] = status;
	attributes['server.address'] = server.address;
	attributes['server.port'] = server.port;
	attributes['network.protocol.version'] = request.httpVersion === '2.0' ? '2' : request.httpVersion;
	const userAgent = request.headers['user-agent'];
	if (userAgent !== undefined) attributes['user_agent.original'] = userAgent;
	const {id} = userOf(context);
	if (typeof id === 'string' || typeof id === 'number') attributes['user.id'] = String(id);
	if (sendDefaultPii) {
		const {address} = caller;
		if (address !== undefined) attributes['client.address'] = address;
		if (query !== undefined) attributes['url.query'] = scrubQuery(query);
	}
	if (status !== undefined && status >= 500) {
		attributes['error.type'] ??= String(status);
		span.setStatus({code: SpanStatusCode.ERROR});
	}
	rename(span, spanName(method, route));
	span.end();
}

/** The span's own attribute object: setting them one by one through the API validates each twice. */
function attributesOf(span: Span): Attributes {
	return (span as Span & Pick<ReadableSpan, 'attributes'>).attributes;
}

function rename(span: Span, name: string): void {
	(span as Span & {name: string}).name = name;
}
