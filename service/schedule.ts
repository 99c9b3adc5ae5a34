import type {Config} from '../config/config.ts';
import type {ScheduledJob} from './jobs/job.ts';
import {quoteJobs} from './quotes/jobs.ts';

/** Every job that runs by the clock. */
export function createSchedule(config: Config): ScheduledJob[] {
	return [
		// A job is a line here.
		...quoteJobs(config),
	];
}
