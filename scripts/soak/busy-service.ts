import {serveRoutes} from '../../test/kit/serve-routes.ts';

/** The service with one route, which keeps the event loop for two milliseconds. */
await serveRoutes(router => {
	router.get('/busy', ctx => {
		const until = performance.now() + 2;
		while (performance.now() < until);
		ctx.body = {done: true};
	});
});
