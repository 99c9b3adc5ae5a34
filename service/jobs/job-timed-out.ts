/** A job took longer than it may. */
export class JobTimedOut extends Error {
	override readonly name = 'JobTimedOut';
	readonly code = 'job-timed-out';

	constructor(job: string, timeoutMs: number) {
		super(`${job} was not done within ${timeoutMs} ms`);
	}
}
