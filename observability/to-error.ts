import {inspect} from 'node:util';

/** A value that is no `Error` was thrown. Its text is in the message, since it has no stack to tell more. */
export class NonErrorThrown extends Error {
	override readonly name = 'NonErrorThrown';
	readonly code = 'non-error-thrown';

	constructor(thrown: unknown) {
		super(`Thrown: ${inspect(thrown, {depth: 2, breakLength: Infinity}).slice(0, 500)}`, {cause: thrown});
	}
}

/** `instanceof` fails for errors of another realm, so ask for the shape too. */
export function toError(thrown: unknown): Error {
	if (thrown instanceof Error || Object.prototype.toString.call(thrown) === '[object Error]') {
		return thrown as Error;
	}
	return new NonErrorThrown(thrown);
}
