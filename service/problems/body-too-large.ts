/** The body is longer than `BODY_LIMIT_BYTES`. */
export class BodyTooLarge extends Error {
	override readonly name = 'BodyTooLarge';
	readonly code = 'body-too-large';

	constructor(limitBytes: number) {
		super(`The body must not be longer than ${limitBytes} bytes`);
	}
}
