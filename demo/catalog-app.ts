import type {RequestListener} from 'node:http';
import Router from '@koa/router';
import Koa from 'koa';
import type {Listener} from '../observability/requests/observe-requests.ts';
import type {Telemetry} from '../observability/start-telemetry.ts';
import {endingOf} from '../service/http/ending.ts';
import type {Readiness} from '../service/http/health.ts';
import {errorResponse} from '../service/middleware/error-response.ts';
import {createShelf} from './shelf.ts';

/** The other service of the demo, which the quotes call: `GET /products/:sku`. */
export function createCatalogApp(telemetry: Telemetry, readiness: Readiness): Listener {
	const app = new Koa();
	const router = new Router();
	const find = createShelf();

	router.get('/products/:sku', async ctx => {
		const product = await find(ctx['params'].sku!);
		if (product) ctx.body = product;
		else ctx.status = 404;
	});

	app.use(telemetry.requestContext);
	errorResponse(app, {report: telemetry.report, reportNotFound: true, isDraining: readiness.isDraining});
	app.use(router.routes());
	return telemetry.observe(app.callback() as RequestListener as Listener, endingOf);
}
