import {trace} from '@opentelemetry/api';
import {z} from 'zod';
import {path} from '../../../service/upstream/path.ts';
import {createUpstream} from '../../../service/upstream/upstream.ts';
import {serveRoutes} from '../../kit/serve-routes.ts';

/** A service that only calls another one, at `UPSTREAM_URL`: once for `/relay/a`, three times at once for `/relay/a,b,c`. */
const upstream = createUpstream({
	name: 'upstream',
	baseUrl: process.env['UPSTREAM_URL']!,
	timeoutMs: Number(process.env['UPSTREAM_TIMEOUT_MS'] ?? 5000),
	random: Math.random,
});
const tracer = trace.getTracer('test');
await serveRoutes(router => {
	router.get('/relay/:names', async ctx => {
		const names = String(ctx['params'].names).split(',');
		const {deadline} = ctx.state;
		ctx.body = await Promise.all(
			names.map(name =>
				upstream.get(
					path`/products/${name}?${new URLSearchParams(ctx.querystring)}`,
					z.object({sku: z.string()}),
					deadline,
				),
			),
		);
	});
	router.get('/busy', ctx => {
		const until = performance.now() + 20;
		while (performance.now() < until);
		ctx.body = 'done';
	});
	router.get(/^\/files\/(\d+)$/, ctx => {
		if (ctx.query['fail'] !== undefined) throw new Error('This failure is on purpose');
		ctx.body = 'a file';
	});
	router.get('/fail-after/:spans', async ctx => {
		const {deadline} = ctx.state;
		if (ctx.query['tell'] !== undefined) trace.getActiveSpan()?.setAttribute('app.told', 'early');
		await upstream.get(path`/products/tea`, z.object({sku: z.string()}), deadline);
		for (let made = 1; made < Number(ctx['params'].spans); made++) tracer.startSpan(`work ${made}`).end();
		// Ends after its request.
		const late = tracer.startSpan('late');
		ctx.res.once('close', () => setImmediate(() => late.end()));
		if (ctx.query['fail'] !== undefined) throw new Error('This failure is on purpose');
		ctx.body = 'done';
	});
	router.get('/debug/sentry', () => {
		throw new Error('This failure is on purpose');
	});
});
