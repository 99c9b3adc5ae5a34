/** Our caller would wait no longer than it had said, and that was less than we take: its own choice, and nobody's failure. */
export class CallerLimitPassed extends Error {
	override readonly name = 'CallerLimitPassed';
	readonly code = 'caller-limit-passed';

	/** @param limitMs - What the caller asked for. */
	constructor(limitMs: number) {
		super(`The request was not answered within the ${limitMs} ms that its caller would wait`);
	}
}
