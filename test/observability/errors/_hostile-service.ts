import {once} from 'node:events';
import {json} from 'node:stream/consumers';
import * as Sentry from '@sentry/node';
import {serveRoutes} from '../../kit/serve-routes.ts';
import type {Thing} from './_hostile-things.ts';
import {build} from './_hostile-things.ts';

/** Throws what it is told to, in one of several ways, after it has told Sentry some more. */
export interface Order {
	thrown: Thing;
	how: 'thrown' | 'rejected' | 'captured' | 'emitted' | 'caused';
	/** Said of the request, each in the place of its name. */
	said: Partial<Record<'tag' | 'extra' | 'context' | 'user' | 'breadcrumb' | 'attribute', Thing>>;
}

const places: Record<keyof Order['said'], (value: never) => unknown> = {
	tag: value => Sentry.setTag('said', value),
	extra: value => Sentry.setExtra('said', value),
	context: value => Sentry.setContext('said', {value}),
	user: value => Sentry.setUser({id: value, email: value}),
	breadcrumb: value => Sentry.addBreadcrumb({message: value, data: {value}}),
	attribute: value => Sentry.getIsolationScope().setAttribute('said', value),
};

const processors: Record<string, unknown> = {
	throws() {
		throw new Error('the processor');
	},
	async rejects() {
		throw new Error('the processor');
	},
	breaks: (event: {exception?: unknown}) => {
		delete event.exception;
		throw new Error('the processor');
	},
	hostile: (event: object) =>
		new Proxy(event, {
			get() {
				throw new Error('the processor');
			},
		}),
	drops: () => null,
};

await serveRoutes(router => {
	router.post('/hostile', async ctx => {
		const {thrown, how, said} = (await json(ctx.req)) as Order;
		for (const [place, thing] of Object.entries(said)) places[place as 'tag'](build(thing!) as never);
		const value = build(thrown);
		if (how === 'captured') Sentry.captureException(value);
		if (how === 'emitted') ctx.app.emit('error', value, ctx);
		if (how === 'rejected') await Promise.reject(value);
		if (how === 'caused') throw new Error('outer', {cause: value});
		throw value;
	});
	for (const [path, processor] of Object.entries(processors)) {
		router.get(`/processor/${path}`, () => {
			Sentry.addEventProcessor(processor as never);
			throw new Error('with a processor');
		});
	}
	router.get('/captured/and-open', async ctx => {
		Sentry.captureException(new Error('captured'), {event_id: ctx.state['requestId']});
		if (ctx.query['flush'] !== undefined) await Sentry.flush(10_000);
		await once(ctx.res, 'close');
	});
	router.get('/captured/:status', async ctx => {
		const error = new Error('captured');
		Sentry.withScope(scope => {
			scope.setTag('by', 'the handler');
			Sentry.captureException(error, {event_id: ctx.state['requestId']});
		});
		await new Promise(setImmediate);
		if (ctx['params'].status !== '200') throw Object.assign(error, {status: Number(ctx['params'].status)});
		ctx.body = 'mended';
	});
});
