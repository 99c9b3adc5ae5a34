import {METHODS} from 'node:http';
import Router from '@koa/router';
import type {Config} from '../config/load-config.ts';
import {debugRoutes} from './debug/routes.ts';
import {quoteRoutes} from './quotes/routes.ts';
import type {Route} from './route.ts';
import {toHandler} from './route.ts';
import {serveStaticFile} from './static-files.ts';

/** Every route of the service. */
export function createRouter(config: Config): Router {
	const routes: Route[] = [...quoteRoutes(config), ...(config.debugRoutes ? debugRoutes() : [])];
	// All of Node's methods count as implemented, so that a wrong one is 405 and not 501.
	const router = new Router({methods: METHODS});
	for (const route of routes) router[route.method](route.path, toHandler(route, config.bodyLimitBytes));
	router.get('/static/{*path}', ctx => serveStaticFile(ctx, ctx.path.slice('/static/'.length)));
	return router;
}
