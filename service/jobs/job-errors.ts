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

/** A job took longer than it may. */
export class JobTimedOut extends Error {
	override readonly name = 'JobTimedOut';
	readonly code = 'job-timed-out';

	constructor(job: string, timeoutMs: number) {
		super(`${job} was not done within ${timeoutMs} ms`);
	}
}

/** The process stops, and a job is not done in the time that there is for that. */
export class JobCutOff extends Error {
	override readonly name = 'JobCutOff';
	readonly code = 'job-cut-off';

	constructor(job: string) {
		super(`${job} was cut off by a stop`);
	}
}
