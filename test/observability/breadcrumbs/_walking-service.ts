import {get} from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';
import {context} from '@opentelemetry/api';
import * as Sentry from '@sentry/node';
import {requestOf} from '../../../observability/requests/request-context.ts';
import {serveRoutes} from '../../kit/serve-routes.ts';

const upstream = process.env['UPSTREAM_URL'] ?? '';

/** Handlers that do one thing after another before they fail. */
await serveRoutes((router, _config, {logger}) => {
	router.get('/walk', async () => {
		logger.info({sku: 'tea', password: 'planted-password'}, 'first');
		await (await fetch(`${upstream}/fetched;token=planted-token?note=planted-query`)).text();
		Sentry.addBreadcrumb({message: 'own'});
		await new Promise(resolve =>
			get(`${upstream}/got?note=planted-query`, answer => answer.resume().on('end', resolve)),
		);
		logger.debug('not written');
		// biome-ignore lint/suspicious/noConsole: what is said there is to be heard.
		console.warn('to the console', 'cookie: planted-cookie');
		logger.warn({err: new Error('recovered')}, 'last');
		throw new Error('after a walk');
	});
	router.get('/lines/:count', ctx => {
		for (let line = 1; line <= Number(ctx['params'].count); line++) logger.info(`line ${line}`);
		logger.info({long: 'x'.repeat(100_000)}, 'a long one');
		throw new Error('after many lines');
	});
	router.get('/calls', async () => {
		await (await fetch(`${upstream}/failing`)).text();
		await fetch(`${upstream}/reset`).catch(() => {});
		await new Promise(resolve => get('http://127.0.0.1:9/refused').on('error', resolve));
		void fetch(`${upstream}/hanging`).catch(() => {});
		await sleep(50);
		throw new Error('after some calls');
	});
	router.get('/told/:id', async ctx => {
		const {id} = ctx['params'];
		for (let step = 0; step < 5; step++) {
			logger.info({id}, `of ${id}`);
			await sleep(Math.random() * 10);
			await (await fetch(`${upstream}/for/${id}`)).text();
		}
		throw new Error(`for ${id}`);
	});
	router.get('/quiet', ctx => {
		ctx.body = {steps: requestOf(context.active())?.steps ?? 'none'};
	});
	router.get('/nothing', () => {
		throw new Error('without a word');
	});
	process.on('SIGUSR2', () => {
		logger.warn('outside of every request');
		throw new Error('a crash');
	});
});
