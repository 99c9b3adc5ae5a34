import {setTimeout as sleep} from 'node:timers/promises';
import type {ScheduledJob} from '../../../service/jobs/job.ts';
import {startScheduler} from '../../../service/jobs/start-scheduler.ts';
import {serveRoutes} from '../../kit/serve-routes.ts';

/** Jobs whose runs take longer than from one turn to the next. */
await serveRoutes((_router, _config, {logger}, runJob) => {
	const every = {schedule: '* * * * *', timeoutMs: 200};
	const jobs: ScheduledJob[] = [
		{...every, name: 'swift', work: () => logger.info('swift')},
		{...every, name: 'slow', timeoutMs: 60_000, work: () => sleep(2500)},
		{...every, name: 'stuck', work: () => new Promise(() => {})},
		{...every, name: 'rare', schedule: '0 0 29 2 *', timeZone: 'Europe/Berlin', work: () => {}},
	];
	void startScheduler({jobs, runJob, logger});
});
