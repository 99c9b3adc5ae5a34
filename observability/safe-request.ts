import type {RequestEventData} from '@sentry/core';
import type {Forwarded} from './forwarded.ts';
import {splitTarget} from './http-semantics.ts';
import type {RequestContext} from './request-context.ts';
import {scrubQuery, scrubText} from './scrub.ts';

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

/**
The part of a request that may be shown to Sentry.

@param sendDefaultPii - Adds the query, with secret values masked.
*/
export function safeRequest(
	{request}: RequestContext,
	forwarded: Forwarded,
	sendDefaultPii: boolean,
): RequestEventData {
	const {path, query} = splitTarget(request.url ?? '/');
	const {address, port} = forwarded.server;
	const isDefaultPort = port === (forwarded.scheme === 'https' ? 443 : 80);
	const headers: Record<string, string> = {};
	for (const name of safeHeaders) {
		const value = request.headers[name];
		if (value !== undefined) headers[name] = escapeText(scrubText(String(value)));
	}
	return {
		method: request.method ?? '',
		url: `${forwarded.scheme}://${address}${isDefaultPort ? '' : `:${port}`}${scrubText(path)}`,
		headers,
		...(sendDefaultPii && query !== undefined && {query_string: scrubQuery(query)}),
	};
}
