/** We broke an answer off in its middle: the connection's own error, by which its end is told from a caller's. */
export class AnswerCut extends Error {
	override readonly name = 'AnswerCut';
	readonly code = 'answer-cut';

	constructor() {
		super('The answer could not be brought to its end');
	}
}
