import Router from '@koa/router';
import {z} from 'zod';
import {defineRoute, toHandler} from '../../../service/http/route.ts';
import {createRoutes} from '../../../service/routes.ts';
import {path} from '../../../service/upstream/path.ts';
import {createUpstream} from '../../../service/upstream/upstream.ts';
import {serveRoutes} from '../../kit/serve-routes.ts';
import {careless} from './_careless-handler.ts';
import {kinds} from './_failing-kinds.ts';
import {places} from './_failing-places.ts';
import {talkative} from './_talkative-handler.ts';

const answer = z.object({amount: z.number()});
const takesBody = defineRoute({
	method: 'post',
	path: '/body',
	summary: 'Takes a body',
	body: answer,
	response: answer,
	handle: ({body}) => body,
});
const upstream = createUpstream({
	name: 'upstream',
	baseUrl: process.env['UPSTREAM_URL'] ?? 'http://127.0.0.1:9',
	timeoutMs: 2500,
	random: () => 0.5,
});

/** `service/main.ts` with more routes, which fail with every kind of error in every place. */
await serveRoutes((router, config, telemetry) => {
	const inner = new Router();
	router.use('/middleware/:kind', ctx => {
		throw kinds[String(ctx['params'].kind)]!();
	});
	router.get('/middleware/:kind', () => {});
	inner.get('/:kind', ctx => {
		throw kinds[String(ctx['params'].kind)]!();
	});
	router.use('/nested', inner.routes());
	router.get('/returned/:status', ctx => {
		ctx.status = Number(ctx['params'].status);
		ctx.body = 'returned';
	});
	router.get('/status/:status', ctx => {
		ctx.status = Number(ctx['params'].status);
	});
	router.get('/talkative/:outcome/:id', talkative());
	router.post('/careless', careless(config, telemetry.logger));
	for (const route of [...createRoutes(config), takesBody]) {
		router[route.method](route.path, toHandler(route, config.bodyLimitBytes));
	}
	router.get('/upstream/:name', async ctx => {
		ctx.body = await upstream.get(path`/${String(ctx['params'].name)}`, answer, ctx.state['deadline']);
	});
	for (const [place, fail] of Object.entries(places)) {
		router.get(`/${place}/:kind`, ctx => fail(ctx, kinds[String(ctx['params'].kind)]!) as Promise<void>);
	}
});
