import {once} from 'node:events';
import type {IncomingMessage} from 'node:http';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import {text} from 'node:stream/consumers';
import Router from '@koa/router';
import type {Middleware} from 'koa';
import Koa from 'koa';

type Handle = (ctx: Koa.Context, next: Koa.Next) => unknown;

/** All that the router says of a request, and its layers by their paths. */
export const tell: Handle = ctx => {
	const {captures, params, routerPath, routerName, routeMatched, _matchedRoute, _matchedRouteName} = ctx;
	ctx.body = {
		matched: (ctx['matched'] as {path: unknown; methods: string[]}[]).map(layer => [
			String(layer.path),
			layer.methods,
		]),
		prefix: (ctx['router'] as Router).opts.prefix,
		ofRequest: (ctx.request as unknown as {params: unknown}).params === params,
		own: Object.keys(ctx),
		...{captures, params, routerPath: String(routerPath), routerName, routeMatched},
		...{_matchedRoute: String(_matchedRoute), _matchedRouteName},
	};
};

export interface Routes {
	router: Router;
	/** After the routes were put into use. */
	later?: (router: Router) => unknown;
	before?: Handle;
}

export const routers: Record<string, () => Routes> = {
	plain: () => ({router: add(new Router())}),
	'with a prefix': () => ({router: add(new Router({prefix: '/v1.0'}))}),
	'with a prefix that varies': () => ({router: add(new Router({prefix: '/:tenant'}))}),
	'that is case sensitive': () => ({router: add(new Router({sensitive: true}))}),
	'that is strict': () => ({router: add(new Router({strict: true}))}),
	'of another host': () => ({router: add(new Router({host: 'elsewhere.example'}))}),
	'of this host': () => ({router: add(new Router({host: /^127\./}))}),
	'with a path of its own': () => ({router: add(new Router({routerPath: '/items/2'}))}),
	'that is exclusive': () => ({router: add(new Router({exclusive: true})).get('/items/{*all}', tell)}),
	'whose routes are in each other’s way': () => ({
		router: add(new Router()).get('/items/:other', tell).delete('/items/:id', tell),
	}),
	'with middleware of its own': () => ({router: add(new Router().use(mark('router')))}),
	'with middleware of a path': () => ({router: add(new Router().use('/items', mark('path')))}),
	'with middleware of a route': () => ({router: new Router().get('/items/:id', mark('route'), tell)}),
	'with a handler of a parameter': () => ({
		router: add(new Router().param('id', (id, ctx, next) => mark(id)(ctx as unknown as Koa.Context, next))),
	}),
	'in a router': () => ({router: new Router({prefix: '/outer'}).use('/inner', add(new Router()).routes())}),
	'with routes that came later': () => ({
		router: new Router().get('/first', tell),
		later: add,
	}),
	'that moved later': () => ({
		router: add(new Router({prefix: '/before'})),
		later: router => router.prefix('/v1.0'),
	}),
	'after another': () => ({
		router: add(new Router()),
		before: (ctx, next) => {
			ctx['matched'] = [{path: 'before', methods: []}];
			ctx['params'] = {before: 'yes'};
			return next();
		},
	}),
	'asked for another path': () => ({
		router: add(new Router()),
		before: (ctx, next) => {
			ctx['newRouterPath'] = '/items/3';
			return next();
		},
	}),
	'with an expression that remembers': () => ({router: add(new Router()).get(/^\/sticky$/g, tell)}),
	'told what it does not know': () => ({
		router: add(
			new Router().on('not-found', ctx => {
				ctx.body = 'not here';
			}),
		),
	}),
};

const requests: [method: string, path: string][] = [
	...['/', '/items', '/items/1', '/items/1/', '/ITEMS/1', '/Items/one%20two', '/items/%zz', '/items/a%2Fb'],
	...['/v1.0/items/1', '/v1x0/items/1', '/tenant/items/1', '/outer/inner/items/1', '/before/items/1'],
	...['/files/a/b', '/named', '/maybe', '/maybe/x', '/list-12', '/list-x', '/sticky', '/sticky', '/next'],
	...['/twice', '/throws', '/rejects', '/first', '//items/1', '/items//1', '/items/1?a=/named'],
].map(path => ['GET', path] as [string, string]);
requests.push(['HEAD', '/items/1'], ['POST', '/items/1'], ['OPTIONS', '/items/1'], ['PUT', '/items/1']);
requests.push(['POST', '/named'], ['DELETE', '/items/1'], ['PROPFIND', '/items/1']);

/** What becomes of each request. */
export async function askAll(use: (router: Router) => Middleware, {router, later, before}: Routes) {
	const app = new Koa();
	app.silent = true;
	if (before) app.use(before);
	app.use(use(router));
	app.use(router.allowedMethods());
	app.use(ctx => {
		ctx.append('x-passed-on', String(ctx['routeMatched']));
	});
	const server = http.createServer(app.callback());
	await once(server.listen(0, '127.0.0.1'), 'listening');
	later?.(router);
	const {port} = server.address() as AddressInfo;
	const answers: unknown[] = [];
	for (const [method, path] of requests) {
		const [response] = (await once(http.request({port, method, path}).end(), 'response')) as [
			IncomingMessage,
		];
		const {allow, 'x-marked': marked, 'x-passed-on': passedOn} = response.headers;
		answers.push({
			method,
			path,
			status: response.statusCode,
			allow,
			marked,
			passedOn,
			body: await text(response),
		});
	}
	server.close().closeAllConnections();
	return answers;
}

function add(router: Router): Router {
	router.get('/items', tell).get('/items/:id', tell).put('/items/:id', tell);
	router.get('named', '/named', tell).get('/files/{*path}', tell).get('/maybe{/:more}', tell);
	router.get(/^\/list-(\d+)$/, tell);
	router.get('/next', (_ctx, next) => next());
	router.get('/twice', async (_ctx, next) => {
		await next();
		await next();
	});
	router.get('/throws', () => {
		throw new Error('thrown');
	});
	router.get('/rejects', () => Promise.reject(new Error('rejected')));
	return router;
}

function mark(name: string): Handle {
	return (ctx, next) => {
		ctx.append('x-marked', name);
		return next();
	};
}
