/** No route has this path. */
export class PageNotFound extends Error {
	override readonly name = 'PageNotFound';
	readonly code = 'not-found';

	constructor(path: string) {
		super(`No page at ${path}`);
	}
}

/** A path below `/static/` names no file. */
export class StaticFileMissing extends Error {
	override readonly name = 'StaticFileMissing';
	readonly code = 'static-file-missing';

	constructor(path: string) {
		super(`No static file at ${path}`);
	}
}
