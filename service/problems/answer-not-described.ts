/** A handler's answer is not what its route describes: a caller who relies on the description is misled. */
export class AnswerNotDescribed extends Error {
	override readonly name = 'AnswerNotDescribed';
	readonly code = 'answer-not-described';

	/** @param broken - Where it differs, as JSON pointers with what was expected there. No value: it is somebody's data. */
	constructor(route: string, broken: readonly string[]) {
		super(`${route} must answer what it describes, got another: ${broken.join('; ')}`);
	}
}
