/** The process stops, and a job is not done in the time that there is for that. */
export class JobCutOff extends Error {
	override readonly name = 'JobCutOff';
	readonly code = 'job-cut-off';

	constructor(job: string) {
		super(`${job} was cut off by a stop`);
	}
}
