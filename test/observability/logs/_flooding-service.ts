import {serveRoutes} from '../../kit/serve-routes.ts';

/** Floods the log and Sentry in the one place that `PLACE` names. */
await serveRoutes((router, _config, {logger, report}, runJob) => {
	function flood(): void {
		for (let line = 0; line < 12; line++) logger.warn({line}, 'flood');
		for (let failure = 0; failure < 12; failure++) report(new Error('flood'), 'unexpected');
	}
	const places: Record<string, () => void> = {
		'the start': flood,
		'a timer': () => void setTimeout(flood, 0),
		'a job': () => void runJob({name: 'flooding', timeoutMs: 60_000}, flood),
		'a request': () =>
			void router.get('/flood', ctx => {
				flood();
				ctx.body = {};
			}),
		'the stop': () => void process.prependListener('SIGTERM', flood),
	};
	places[process.env['PLACE'] ?? '']!();
});
