import Router from '@koa/router';
import type {Config} from '../config/config.ts';
import type {Identity} from '../config/identity.ts';
import type {Telemetry} from '../observability/start-telemetry.ts';
import {debugRoutes} from './debug/routes.ts';
import {createChecks} from './http/check-answer.ts';
import type {Route} from './http/route.ts';
import {toHandler} from './http/route.ts';
import {serveStaticFile} from './http/static-files.ts';
import {serveDescription} from './openapi/serve.ts';
import {quoteRoutes} from './quotes/routes.ts';

/** All methods count as implemented, so that a wrong one is 405 and not 501: HTTP/2 lets any word through. */
const everyMethod = Object.assign([], {includes: () => true});

/** Every route that takes and answers JSON. */
export function createRoutes(config: Config): Route[] {
	return [
		// A resource is a folder and a line here.
		...quoteRoutes(config),
		...(config.debugRoutes ? debugRoutes() : []),
	];
}

/** The routes, what describes them, and the files of `static/`. */
export function createRouter(config: Config, identity: Identity, report: Telemetry['report']): Router {
	const routes = createRoutes(config);
	const {openapiJson, docs} = serveDescription({
		identity,
		routes,
		takesTokens: config.authJwksUrl !== undefined,
	});
	const router = new Router({methods: everyMethod});
	const checkOf = createChecks({
		isFatal: config.nodeEnv !== 'production',
		tell: error => void report(error, 'answer-not-described'),
	});
	for (const route of routes) {
		router[route.method](route.path, toHandler(route, config.bodyLimitBytes, checkOf(route)));
	}
	router.get('/openapi.json', openapiJson);
	router.get('/docs', docs);
	router.get('/static/{*path}', ctx => serveStaticFile(ctx, ctx.path.slice('/static/'.length)));
	return router;
}
