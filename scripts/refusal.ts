/** A reason not to go on that the person at the terminal can mend: it is shown without a stack. */
export class Refusal extends Error {
	override readonly name = 'Refusal';
}

/** Whether it is for that person: a refusal, or what Node says of flags that a command does not have. */
export function isRefusal(error: unknown): error is Error {
	return error instanceof Refusal || String((error as {code?: unknown}).code).startsWith('ERR_PARSE_ARGS');
}
