import {once} from 'node:events';
import {Readable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import {trace} from '@opentelemetry/api';
import * as Sentry from '@sentry/node';
import type {Context} from 'koa';

type Place = (ctx: Context, make: () => unknown) => unknown;

/** Where a request can fail, by name. Each fails with what `make` gives. */
export const places: Record<string, Place> = {
	sync(_ctx, make) {
		throw make();
	},
	async async(_ctx, make) {
		await sleep(1);
		throw make();
	},
	/** Its own span is not the request's. */
	'own-span': (_ctx, make) =>
		trace.getTracer('test').startActiveSpan('inner', async span => {
			try {
				await sleep(1);
				throw make();
			} finally {
				span.end();
			}
		}),
	async 'awaited-twice'(_ctx, make) {
		const rejected = Promise.reject(make());
		await rejected.catch(() => {});
		await rejected;
	},
	/** Koa's way to say that something failed, and to answer nonetheless. */
	emitted(ctx, make) {
		ctx.app.emit('error', make(), ctx);
		ctx.body = 'answered';
	},
	'emitted-and-thrown'(ctx, make) {
		const thrown = make();
		ctx.app.emit('error', thrown, ctx);
		throw thrown;
	},
	'captured-and-thrown'(_ctx, make) {
		const thrown = make();
		Sentry.captureException(thrown);
		throw thrown;
	},
	/** What the handler began to say must not describe the problem. */
	'after-a-header'(ctx, make) {
		ctx.set({etag: '"1"', 'content-encoding': 'gzip', 'cache-control': 'public', 'x-kept': 'yes'});
		ctx.body = Readable.from(['never read']);
		throw make();
	},
	async 'after-the-head'(ctx, make) {
		ctx.res.writeHead(200);
		ctx.res.write('half an ans');
		await sleep(20);
		throw make();
	},
	'half-a-body'(ctx, make) {
		ctx.body = Readable.from(half(make));
	},
	'body-cut-short'(ctx) {
		const body = new Readable({read() {}});
		body.push('half an ans');
		setTimeout(() => body.destroy(), 20);
		ctx.body = body;
	},
	'no-body'(ctx, make) {
		ctx.body = new Readable({
			read() {
				this.destroy(make() as Error);
			},
		});
	},
	'web-stream'(ctx, make) {
		ctx.body = Readable.toWeb(Readable.from(half(make)));
	},
	'no-json'(ctx) {
		ctx.body = {amount: 1n};
	},
	/** After the answer to its time-out is out. */
	async 'time-is-up'(ctx, make) {
		await once(ctx.res, 'finish');
		throw make();
	},
	async 'caller-left'(ctx, make) {
		// Not with the logger: the line would be a breadcrumb.
		process.stdout.write(`${JSON.stringify({begun: ctx.path})}\n`);
		await once(ctx.res, 'close');
		throw make();
	},
};

async function* half(make: () => unknown) {
	yield 'half an ans';
	await sleep(20);
	throw make();
}
