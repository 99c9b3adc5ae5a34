import {setTimeout as sleep} from 'node:timers/promises';
import * as Sentry from '@sentry/node';
import type {Middleware} from 'koa';

/** Run by a timer of nobody's request, as the callbacks of a shared connection are. */
const elsewhere: (() => void)[] = [];

/** Tells Sentry whatever it can about its request, in pieces and with pauses, so that requests interleave. */
export function talkative(): Middleware {
	setInterval(() => {
		for (const callback of elsewhere.splice(0)) callback();
	}, 1).unref();
	return async ctx => {
		const {id, outcome} = ctx['params'];
		const pause = () => sleep(Math.random() * 20);
		Sentry.addBreadcrumb({message: id});
		await pause();
		if (Number(id) % 3 === 0) Sentry.setUser({id: `said-${id}`});
		Sentry.setTag('own', id);
		elsewhere.push(() => {
			Sentry.setUser({id: 'nobody'});
			Sentry.addBreadcrumb({message: 'nothing of this request'});
		});
		await pause();
		await Sentry.withScope(async scope => {
			scope.setTag('inner', id);
			await pause();
			Sentry.addBreadcrumb({message: id});
			if (outcome === 'captured') Sentry.captureException(new Error(`for ${id}`));
		});
		await pause();
		if (outcome === 'thrown') throw new Error(`for ${id}`);
		ctx.body = {id};
	};
}
