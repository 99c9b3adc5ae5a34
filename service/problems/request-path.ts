/** A path alone, and nothing to escape in it: nearly every target. */
const plain = /^\/[\w\-.~!$&'()*+,;=:@/%]*$/;

/**
The path of a request target, without query and fragment, as RFC 3986 writes one: nothing a caller wrote stands in it
unescaped. Koa's `ctx.path` throws for some targets. Never throws.

@param target - Origin, absolute or asterisk form, RFC 9112 §3.2.
*/
export function requestPath(target: string): string {
	if (plain.test(target)) return target;
	const path = target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
	return (path || '/')
		.toWellFormed()
		.replace(/[^\w\-.~!$&'()*+,;=:@/%]/gu, character => encodeURIComponent(character));
}
