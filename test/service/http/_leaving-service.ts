import type {Duplex} from 'node:stream';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import {readBody} from '../../../service/http/read-body.ts';
import {ClientLeft} from '../../../service/problems/request-errors.ts';
import {serveRoutes} from '../../kit/serve-routes.ts';

/** `service/main.ts` with requests that their callers leave: each path has the way of leaving in it. */
await serveRoutes((router, config, {logger}) => {
	const begun = (ctx: {path: string}) => logger.info({begun: ctx.path}, 'begun');

	/** Waits, and hears that its caller left. */
	router.get('/waiting/:way', async ctx => {
		begun(ctx);
		await sleep(30_000, undefined, {signal: ctx.state['deadline'].signal});
	});
	/** Hears it from the connection itself, before its response does, and fails with what that says. */
	router.get('/listening/:way', async ctx => {
		begun(ctx);
		const connection = 'stream' in ctx.res ? (ctx.res.stream as Duplex) : ctx.req.socket;
		await new Promise((_, reject) => {
			connection.once('error', reject);
			connection.once('close', () => reject(connection.errored ?? new ClientLeft()));
		});
	});
	/** Does not hear of it, and answers nobody. */
	router.get('/working/:way', async ctx => {
		begun(ctx);
		await sleep(4000);
		ctx.body = {done: true};
	});
	router.post('/uploading/:way', async ctx => {
		begun(ctx);
		await readBody(ctx.req, config.bodyLimitBytes);
		logger.info({handled: ctx.path}, 'handled');
		ctx.body = {done: true};
	});
	/** As a handler of one's own reads it. */
	router.post('/streaming/:way', async ctx => {
		begun(ctx);
		await pipeline(
			ctx.req,
			async function* (source) {
				for await (const chunk of source) yield chunk;
			},
			async source => {
				for await (const _ of source);
			},
		);
		logger.info({handled: ctx.path}, 'handled');
		ctx.body = {done: true};
	});
	router.get('/downloading/:way', ctx => {
		begun(ctx);
		ctx.body = Readable.from(endless());
	});
});

async function* endless() {
	for (;;) {
		yield Buffer.alloc(1000);
		await sleep(5);
	}
}
