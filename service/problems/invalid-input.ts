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
