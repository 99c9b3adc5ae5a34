import {once} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';
import {serveRoutes} from '../../kit/serve-routes.ts';
import {say} from './_last-words.ts';

/** Speaks wherever code of a service runs, up to its end. */
await serveRoutes((router, _config, {logger}, runJob) => {
	const job = {name: 'speaking', timeoutMs: 60_000};
	const told = once(process, 'SIGTERM');
	say('the start');
	setTimeout(say, 0, 'a timer');
	void runJob(job, () => say('a job'));
	void runJob(job, async () => {
		await told;
		say('a job during the stop');
	});
	void runJob(job, async ({deadline}) => {
		await sleep(job.timeoutMs, undefined, {signal: deadline.signal}).catch(() => {});
		say('a job that is cut off');
	});
	router.get('/now', ctx => {
		say('a request');
		ctx.body = {};
	});
	router.get('/later', async ctx => {
		logger.info('until the stop');
		await told;
		await sleep(50);
		say('a request during the stop');
		ctx.body = {};
	});
	process.prependListener('SIGTERM', () => say('the stop'));
});
