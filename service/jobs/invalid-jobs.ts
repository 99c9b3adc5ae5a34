/** Jobs that can't be run as they are written. Lists every problem. */
export class InvalidJobs extends Error {
	override readonly name = 'InvalidJobs';
	readonly code = 'invalid-jobs';
	readonly problems: readonly string[];

	constructor(problems: readonly string[]) {
		super(problems.join('\n'));
		this.problems = problems;
	}
}
