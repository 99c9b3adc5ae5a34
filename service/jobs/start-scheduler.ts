import type {Logger} from '../../observability/logs/logger.ts';
import {problemsOf, repeatedNames} from './check-jobs.ts';
import type {ScheduledJob} from './job.ts';
import {InvalidJobs} from './job-errors.ts';
import type {RunJob} from './run-job.ts';

export interface SchedulerOptions {
	jobs: readonly ScheduledJob[];
	runJob: RunJob;
	logger: Logger;
}

/**
Run jobs by the clock, each at most once at a time: while one runs, its next turn is skipped, and said. A stop is `runJob`'s
matter, which begins none then.

Nothing is loaded without jobs.

@throws {InvalidJobs} With every problem, before anything runs.
*/
export async function startScheduler({jobs, runJob, logger}: SchedulerOptions): Promise<void> {
	if (jobs.length === 0) return;
	const {Cron} = await import('croner');
	const problems = [
		...jobs.flatMap(problemsOf),
		...repeatedNames(jobs).map(name => `job ${name}: there are several of that name`),
	];
	const crons = jobs.flatMap(job => {
		const {name, schedule, timeZone = 'UTC'} = job;
		try {
			// Five fields, as Sentry's monitors take them.
			const cron = new Cron(schedule, {timezone: timeZone, mode: '5-part', unref: true, paused: true});
			if (!cron.nextRun()) throw new RangeError('there is no such time');
			return [{cron, turn: createTurn(job, runJob, logger)}];
		} catch (error) {
			problems.push(
				`job ${name}: schedule must be cron's five fields and a known time zone, got ${JSON.stringify(schedule)} in ${timeZone}: ${(error as Error).message}`,
			);
			return [];
		}
	});
	if (problems.length > 0) throw new InvalidJobs(problems);
	for (const {cron, turn} of crons) {
		cron.schedule(turn);
		cron.resume();
	}
}

/** What happens each time it is the job's turn. */
function createTurn(job: ScheduledJob, runJob: RunJob, logger: Logger): () => void {
	const {name, work} = job;
	let isRunning = false;
	let skipped = 0;

	async function run(): Promise<void> {
		let working: unknown;
		isRunning = true;
		await runJob(job, async given => {
			working = work(given);
			return working;
		});
		// Longer than its time, it runs on: a second one beside it would make matters worse.
		await Promise.resolve(working).catch(() => {});
		isRunning = false;
		if (skipped > 0) logger.warn({job: name, turns: skipped}, 'job runs again: turns were skipped');
		skipped = 0;
	}

	return () => {
		if (!isRunning) void run();
		else if (skipped++ === 0) logger.warn({job: name}, 'turn of a job skipped: it still runs');
	};
}
