import type {Request} from './request-context.ts';

/** https://opentelemetry.io/docs/specs/semconv/registry/attributes/http/#http-request-method */
const knownMethods = new Set([
	'GET',
	'HEAD',
	'POST',
	'PUT',
	'DELETE',
	'CONNECT',
	'OPTIONS',
	'TRACE',
	'PATCH',
	'QUERY',
]);

export function isKnownMethod(method: string): boolean {
	return knownMethods.has(method);
}

/** `{method} {http.route}`, `{method}`, or `HTTP`: https://opentelemetry.io/docs/specs/semconv/http/http-spans/#name */
export function spanName(method: string, route: string | undefined): string {
	const name = knownMethods.has(method) ? method : 'HTTP';
	return route === undefined ? name : `${name} ${route}`;
}

/** Path and query of a request target, whose form may be origin, absolute or asterisk: RFC 9112 §3.2. */
export function splitTarget(target: string): {path: string; query: string | undefined} {
	const origin =
		target.charCodeAt(0) === 47 ? target : target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '') || '/';
	const mark = origin.indexOf('?');
	return mark < 0
		? {path: origin, query: undefined}
		: {path: origin.slice(0, mark), query: origin.slice(mark + 1)};
}

export interface Address {
	address: string;
	port: number;
}

const validAuthority = /^([a-z\d.-]{1,255}|\[[\da-f:.]{2,45}\])(?::(\d{1,5}))?$/i;

/**
Reads `server.address` and `server.port` from the Host header, remembering the last one: it seldom changes.

Text that is no host, as a scanner sends, is replaced by the address that was connected to.
*/
export function createServerAddress(): (request: Request, scheme: string) => Address {
	let lastHost: string | undefined;
	let lastScheme: string | undefined;
	let last: Address = {address: '', port: 0};
	return (request, scheme) => {
		const host = request.headers.host ?? (request.headers[':authority'] as string | undefined);
		if (host !== undefined && host === lastHost && scheme === lastScheme) return last;
		const match = host === undefined ? null : validAuthority.exec(host);
		const {localAddress = '', localPort = 0} = request.socket;
		if (!match) return {address: localAddress, port: localPort};
		lastHost = host;
		lastScheme = scheme;
		last = {address: match[1]!, port: match[2] ? Number(match[2]) : scheme === 'https' ? 443 : 80};
		return last;
	};
}
