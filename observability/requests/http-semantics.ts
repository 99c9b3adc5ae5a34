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
