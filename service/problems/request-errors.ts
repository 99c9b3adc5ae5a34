/** One place in what the caller sent, as a JSON Pointer (RFC 6901) into path, query or body. */
export interface InputError {
	pointer: string;
	detail: string;
}

/** The request was understood and its content makes no sense to us. */
export class InvalidInput extends Error {
	override readonly name = 'InvalidInput';
	readonly code = 'invalid-input';
	readonly errors: readonly InputError[];

	constructor(errors: readonly InputError[]) {
		super('The request has invalid input');
		this.errors = errors;
	}
}

/** https://datatracker.ietf.org/doc/html/rfc6901#section-3 */
export function pointerTo(path: readonly PropertyKey[]): string {
	return path.map(key => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The body is not JSON in UTF-8 (RFC 8259). The parser's own message is left out: it quotes the body. */
export class MalformedJson extends Error {
	override readonly name = 'MalformedJson';
	readonly code = 'malformed-json';
	readonly errors = [{pointer: '', detail: 'must be JSON in UTF-8'}];

	constructor() {
		super('The body is not JSON');
	}
}

/** The body is not in a media type or coding that the route takes. */
export class UnsupportedMediaType extends Error {
	override readonly name = 'UnsupportedMediaType';
	readonly code = 'unsupported-media-type';

	constructor(received: string | undefined) {
		super(`The body must be application/json, got ${received ?? 'no content-type'}`);
	}
}

/** The body is longer than `BODY_LIMIT_BYTES`. */
export class BodyTooLarge extends Error {
	override readonly name = 'BodyTooLarge';
	readonly code = 'body-too-large';

	constructor(limitBytes: number) {
		super(`The body must not be longer than ${limitBytes} bytes`);
	}
}

/** The caller took longer to send its request than we wait for the whole of it. */
export class RequestTooSlow extends Error {
	override readonly name = 'RequestTooSlow';
	readonly code = 'request-too-slow';

	constructor(timeoutMs: number) {
		super(`The request had not arrived after ${timeoutMs} ms`);
	}
}

/** The caller closed the connection before the answer. Nobody's failure. */
export class ClientLeft extends Error {
	override readonly name = 'ClientLeft';
	readonly code = 'client-left';

	constructor() {
		super('The caller left before the answer');
	}
}

/** Our caller would wait no longer than it had said, and that was less than we take: its own choice, and nobody's failure. */
export class CallerLimitPassed extends Error {
	override readonly name = 'CallerLimitPassed';
	readonly code = 'caller-limit-passed';

	/** @param limitMs - What the caller asked for. */
	constructor(limitMs: number) {
		super(`The request was not answered within the ${limitMs} ms that its caller would wait`);
	}
}
