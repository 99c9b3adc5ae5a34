import {isError} from './readable-error.ts';

/** A value that is no `Error` was thrown. It has no stack: the place to look for is the route. */
export class NonErrorThrown extends Error {
	override readonly name = 'NonErrorThrown';
	readonly code = 'non-error-thrown';

	constructor(thrown: unknown) {
		super(`${describe(thrown)} was thrown instead of an Error, so there is no stack to show`);
	}
}

/** What was thrown if it is an `Error`, however hard to read, else a `NonErrorThrown`. Never throws. */
export function toError(thrown: unknown): Error {
	return isError(thrown) ? thrown : new NonErrorThrown(thrown);
}

/**
Name and code of what was thrown, to tell its kind from others. Never throws.

The stack is left alone: V8 formats it when it is first read, for a tenth of a failing request's cost.
*/
export function kindOf(thrown: unknown): string {
	try {
		if (isError(thrown)) return `${shortText(thrown.name)} ${shortText((thrown as {code?: unknown}).code)}`;
	} catch {}
	return 'NonErrorThrown non-error-thrown';
}

/** What an error's fields hold may be anything, a symbol too, which no template string takes. */
export function shortText(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 200) : '';
}

/** Text is shown, since it is a message. Of an object only the keys are: it may be somebody's body. */
function describe(thrown: unknown): string {
	if (typeof thrown === 'string') return `The text ${JSON.stringify(thrown.slice(0, 500))}`;
	if (typeof thrown === 'function') return 'A function';
	if (typeof thrown !== 'object' || thrown === null) return String(thrown).slice(0, 500);
	try {
		const keys = Object.keys(thrown)
			.slice(0, 20)
			.map(key => key.slice(0, 50).toWellFormed());
		return keys.length > 0 ? `An object with the keys ${keys.join(', ')}` : 'An object without keys';
	} catch {
		return 'An object that cannot be read';
	}
}
