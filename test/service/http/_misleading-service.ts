import {z} from 'zod';
import {createChecks} from '../../../service/http/check-answer.ts';
import {defineRoute, toHandler} from '../../../service/http/route.ts';
import {serveRoutes} from '../../kit/serve-routes.ts';

/** A service whose route answers what it does not describe. */
await serveRoutes((router, config, telemetry) => {
	const route = defineRoute({
		method: 'get',
		path: '/misleading/:size',
		summary: 'What is not described',
		params: z.object({size: z.coerce.number()}),
		response: z.object({size: z.number().max(10), total: z.number().optional()}),
		async handle({params: {size}}) {
			return {size, secret: 'swordfish'};
		},
	});
	const checkOf = createChecks({
		isFatal: config.nodeEnv !== 'production',
		tell: error => void telemetry.report(error, 'answer-not-described'),
	});
	router.get(route.path, toHandler(route, config.bodyLimitBytes, checkOf(route)));
});
