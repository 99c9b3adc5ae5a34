import {serveRoutes} from '../../kit/serve-routes.ts';
import {failureIn, tellAll} from './_ways.ts';

/** Tells everything wherever code of a service runs. */
await serveRoutes((router, _config, {logger}, runJob) => {
	tellAll('the start', logger);
	setTimeout(tellAll, 0, 'a timer', logger);
	void runJob({name: 'telling', timeoutMs: 60_000, schedule: '5 * * * *'}, () => {
		tellAll('a job', logger);
		throw failureIn('a job');
	});
	router.get('/request', ctx => {
		tellAll('a request', logger);
		ctx.body = 'told';
	});
	process.prependListener('SIGTERM', () => tellAll('the stop', logger));
});
