import {setTimeout as sleep} from 'node:timers/promises';
import * as Sentry from '@sentry/node';
import {serveRoutes} from '../../kit/serve-routes.ts';

/** Tells of itself in every place at once: a request, the job it begins, a timer of nobody's, the start and the stop. */
await serveRoutes((router, _config, {logger}, runJob) => {
	/** In pieces, so that those of several come between each other. */
	const pieces: ((who: string) => void)[] = [
		who => Sentry.setUser({id: `u-${who}`}),
		who => Sentry.setTag('own', who),
		who => void Sentry.getIsolationScope().setAttributes({own: who}),
		who => Sentry.addBreadcrumb({message: `crumb of ${who}`}),
		who => logger.warn({own: who}, `line of ${who}`),
		who => Sentry.logger.warn(`log of ${who}`),
		who => Sentry.metrics.count(`count of ${who}`),
	];

	async function fail(who: string): Promise<never> {
		for (const say of pieces) {
			say(who);
			// What is of one millisecond has no order.
			const said = Date.now();
			do await sleep(Math.random() * 10);
			while (Date.now() === said);
		}
		throw new Error(`for ${who}`);
	}

	function failAtOnce(who: string): void {
		for (const say of pieces) say(who);
		Sentry.captureException(new Error(`for ${who}`));
	}

	failAtOnce('the start');
	setTimeout(async () => {
		for (let time = 0; time < 10; time++) await fail('a timer').catch(Sentry.captureException);
		logger.info('the timer is done');
	}, 0);
	process.prependListener('SIGTERM', failAtOnce.bind(undefined, 'the stop'));
	router.get('/fail/:id', async ctx => {
		const {id} = ctx['params'];
		const job = runJob({name: 'mingling', timeoutMs: 60_000}, () => fail(`job ${id}`));
		await fail(`request ${id}`).finally(() => job);
	});
});
