import type {Message} from '../../observability/jobs/observe-jobs.ts';
import type {Deadline} from '../http/deadline.ts';

export interface JobOptions {
	/** In lower case, such as `check-catalog`: transaction of its events, name of its span, slug of its monitor. */
	name: string;
	/** It has failed when it takes longer. Its deadline, which it passes on to whatever it calls, is then. */
	timeoutMs: number;
}

export interface Schedule {
	/** Cron, five fields: minute, hour, day of the month, month, day of the week. */
	schedule: string;
	/** Of the tz database. Default `UTC`. */
	timeZone?: string;
}

export interface RunOptions extends JobOptions, Partial<Schedule> {
	/** What it works on, from a queue. */
	message?: Message;
}

export type Work<T> = (run: {deadline: Deadline}) => T | Promise<T>;

/** A job that runs by the clock. */
export interface ScheduledJob extends JobOptions, Schedule {
	work: Work<unknown>;
}

/** What became of a run. `refused`: the process stops, and it was not begun. */
export type Outcome<T> =
	| {status: 'done'; value: T}
	| {status: 'failed'; error: unknown}
	| {status: 'refused'};
