import {setTimeout as sleep} from 'node:timers/promises';
import * as Sentry from '@sentry/node';
import {z} from 'zod';
import type {Work} from '../../../service/jobs/job.ts';
import {path} from '../../../service/upstream/path.ts';
import {createUpstream} from '../../../service/upstream/upstream.ts';
import {serveRoutes} from '../../kit/serve-routes.ts';

const upstream = createUpstream({
	name: 'catalog',
	baseUrl: process.env['UPSTREAM_URL'] ?? '',
	timeoutMs: 60_000,
	random: () => 0,
});
const answer = z.object({sku: z.string()});

/** Apart, for an event shows the lines of this file. */
const domain = 'planted.example';

/** Work of each kind, by name. */
const kinds: Record<string, Work<unknown>> = {
	ok: ({deadline}) => upstream.get(path`/products/tea`, answer, deadline),
	error: () => {
		throw new Error('a job went wrong');
	},
	rejects: async () => {
		await sleep(1);
		throw new TypeError('later');
	},
	undefined: () => {
		throw undefined;
	},
	null: () => Promise.reject(null),
	upstream: ({deadline}) => upstream.get(path`/wrong`, z.object({no: z.string()}), deadline),
	captured: () => {
		const error = new Error('captured first');
		Sentry.captureException(error);
		throw error;
	},
	'never-ends': () => new Promise(() => {}),
	'throws-late': async ({deadline}) => {
		while (!deadline.signal.aborted) await sleep(5);
		await sleep(20);
		throw new Error('after its time');
	},
	waits: ({deadline}) => upstream.get(path`/hanging`, answer, deadline),
	short: () => sleep(600),
};

/** Begins jobs when asked to, in the middle of a request of somebody else. */
await serveRoutes((router, _config, {logger}, runJob) => {
	/** Tells Sentry and the log all it can, of the request or of the job. */
	function talk(who: string): void {
		logger.info({id: who, password: 'planted-password'}, `of ${who}`);
		Sentry.setTag('own', who);
		Sentry.setUser({id: `u-${who}`, email: `ada@${domain}`});
	}

	router.get('/run/:kind', async ctx => {
		const kind = String(ctx['params'].kind);
		const {timeout = 30_000, id, wait = 'yes', schedule, traceparent} = ctx.query;
		const message = {system: 'rabbitmq', destination: 'orders', headers: {traceparent}, id: 'm-1'};
		if (id) talk('the request');
		const outcome = runJob(
			{
				name: `job-${kind}`,
				timeoutMs: Number(timeout),
				...(schedule && {schedule: String(schedule)}),
				...(traceparent && {message}),
			},
			async run => {
				if (id) talk(`job-${id}`);
				await sleep(Math.random() * 10);
				return kinds[kind]!(run);
			},
		);
		ctx.body = wait === 'yes' ? {status: (await outcome).status} : {status: 'begun'};
	});
	process.on('SIGUSR2', () => {
		throw new Error('a crash');
	});
	process.on('SIGUSR1', async () => {
		const {status} = await runJob({name: 'after-the-stop', timeoutMs: 1000}, () => {});
		logger.info({outcome: status}, 'asked during the stop');
	});
});
