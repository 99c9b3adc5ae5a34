import type {RequestEventData} from '@sentry/core';
import type {Caller} from '../../config/caller/caller.ts';
import {scrubQuery} from '../privacy/scrub.ts';
import {scrubText} from '../privacy/secrets.ts';
import {splitTarget} from '../requests/http-semantics.ts';
import type {RequestContext} from '../requests/request-context.ts';

/** Headers that help at night and say nothing private. All others stay here. */
const safeHeaders = [
	'accept',
	'accept-encoding',
	'accept-language',
	'cache-control',
	'content-encoding',
	'content-length',
	'content-type',
	'host',
	'origin',
	'traceparent',
	'user-agent',
	'x-envoy-expected-rq-timeout-ms',
	'x-forwarded-host',
	'x-forwarded-proto',
	'x-request-id',
];

const longest = 255;

/** Printable ASCII, the rest as `\u{…}`, at most 255 characters: safe in any page and log. */
export function escapeText(text: string): string {
	return text
		.slice(0, longest)
		.replace(/[^\x20-\x7e]/gu, character => `\\u{${character.codePointAt(0)!.toString(16)}}`)
		.slice(0, longest);
}

/** `user:password@` is no part of a host, and comes all the same. */
function withoutPassword(value: string): string {
	return value.includes('@') ? value.replace(/:[^\s,/@:]+@/g, ':[Filtered]@') : value;
}

/**
The part of a request that may be shown to Sentry.

@param sendDefaultPii - Adds the query, with secret values masked.
*/
export function safeRequest(
	{request}: RequestContext,
	caller: Caller,
	sendDefaultPii: boolean,
): RequestEventData {
	const {path, query} = splitTarget(request.url ?? '/');
	const headers: Record<string, string> = {};
	for (const name of safeHeaders) {
		// HTTP/2 has an authority in the place of a host.
		const value = request.headers[name] ?? (name === 'host' ? request.headers[':authority'] : undefined);
		if (value !== undefined) headers[name] = escapeText(scrubText(withoutPassword(String(value))));
	}
	// Where a missing page was linked. The query of that page is as private as our own.
	const {referer} = request.headers;
	if (referer !== undefined) headers['referer'] = escapeText(scrubText(referer.replace(/[?#].*$/s, '')));
	return {
		method: request.method ?? '',
		url: `${caller.origin}${scrubText(path)}`,
		headers,
		...(sendDefaultPii && query !== undefined && {query_string: scrubQuery(query)}),
	};
}
