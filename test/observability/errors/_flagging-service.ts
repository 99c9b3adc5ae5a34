import {setTimeout as sleep} from 'node:timers/promises';
import * as Sentry from '@sentry/node';
import {serveRoutes} from '../../kit/serve-routes.ts';

/** Asks for a feature flag, and fails. */
await serveRoutes(router => {
	router.get('/flag/:name', async ctx => {
		const flags = Sentry.getClient()?.getIntegrationByName<Sentry.FeatureFlagsIntegration>('FeatureFlags');
		const {name} = ctx['params'];
		if (name !== 'none') flags?.addFeatureFlag(String(name), true);
		await sleep(10);
		throw new Error('on purpose');
	});
});
