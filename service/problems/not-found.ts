/** Of a path in a message; a scanner's may have thousands of characters. */
const longest = 255;

/** No route has this path. */
export class PageNotFound extends Error {
	override readonly name = 'PageNotFound';
	readonly code = 'not-found';

	/** @param path - As `requestPath` gives it. */
	constructor(path: string) {
		super(
			`No page at ${path.slice(0, longest)}. If a link of ours leads there, mend the link or redirect the path`,
		);
	}
}

/** A path below `/static/` names no file. */
export class StaticFileMissing extends Error {
	override readonly name = 'StaticFileMissing';
	readonly code = 'static-file-missing';

	/** @param path - As `requestPath` gives it. */
	constructor(path: string) {
		super(
			`No static file at ${path.slice(0, longest)}. If a page of ours asks for it, the file was not deployed or the page is old`,
		);
	}
}

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
