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

const mostRoutes = 1000;
/** Put together once for each route and method: of a new text, whoever keeps something by it must first make a hash. */
const names = new Map<string, Map<string, string>>();

/** `{method} {http.route}`, `{method}`, or `HTTP`: https://opentelemetry.io/docs/specs/semconv/http/http-spans/#name */
export function spanName(method: string, route: string | undefined): string {
	const verb = knownMethods.has(method) ? method : 'HTTP';
	if (route === undefined) return verb;
	let known = names.get(route);
	if (!known) {
		// A handler may name as route what it likes.
		if (names.size >= mostRoutes) names.clear();
		known = new Map();
		names.set(route, known);
	}
	return known.getOrInsertComputed(verb, () => `${verb} ${route}`);
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
