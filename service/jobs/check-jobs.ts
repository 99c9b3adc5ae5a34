import type {JobOptions, ScheduledJob} from './job.ts';

const day = 24 * 60 * 60_000;

/** What is wrong with a job as it is written: it would only show when it runs, at night. */
export function problemsOf({name, timeoutMs}: JobOptions): string[] {
	const problems: string[] = [];
	// As the slug of a monitor may be.
	if (!/^(?=.{1,50}$)[a-z0-9]*[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/.test(name)) {
		problems.push(
			`job ${JSON.stringify(name)}: name must be 1-50 of a-z, 0-9, - and _, with a letter, such as "check-catalog"`,
		);
	}
	if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > day) {
		problems.push(`job ${name}: timeoutMs must be 1-${day} ms, got ${timeoutMs}`);
	}
	return problems;
}

/** @returns the names that more than one has, once each. */
export function repeatedNames(jobs: readonly ScheduledJob[]): string[] {
	const names = jobs.map(({name}) => name);
	return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
