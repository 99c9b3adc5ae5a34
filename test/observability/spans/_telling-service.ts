import {trace} from '@opentelemetry/api';
import {serveRoutes} from '../../kit/serve-routes.ts';

await serveRoutes(router => {
	router.get('/telling', ctx => {
		trace.getActiveSpan()!.setAttribute('told', 'a text of some length');
		ctx.body = {};
	});
});
