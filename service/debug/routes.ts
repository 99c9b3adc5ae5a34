import {setTimeout as sleep} from 'node:timers/promises';
import {context, ROOT_CONTEXT} from '@opentelemetry/api';
import {z} from 'zod';
import type {Route} from '../http/route.ts';
import {defineRoute} from '../http/route.ts';
import {wholeNumber} from '../http/text.ts';

const milliseconds = wholeNumber(0, 60_000);
const done = z.object({done: z.string()});

/** Routes that fail on purpose, to see it arrive. Off in production unless `DEBUG_ROUTES` says otherwise. */
export function debugRoutes(): Route[] {
	return [
		defineRoute({
			method: 'get',
			path: '/debug/sentry',
			summary: 'Fail with an error that nobody expected',
			query: z.object({delay: milliseconds.default(0)}),
			response: done,
			async handle({query}) {
				if (query.delay > 0) await sleep(query.delay);
				throw new Error('This failure is on purpose');
			},
		}),
		defineRoute({
			method: 'get',
			path: '/debug/status/:code',
			summary: 'Answer a status below 400, throw one from 400 up',
			params: z.object({code: wholeNumber(200, 599)}),
			response: done,
			statuses: ['2XX', '3XX'],
			handle({params: {code}, ctx}) {
				if (code >= 400) ctx.throw(code, `Status ${code} on purpose`);
				ctx.status = code;
				return {done: `status ${code}`};
			},
		}),
		defineRoute({
			method: 'get',
			path: '/debug/delay/:ms',
			summary: 'Answer after a while',
			params: z.object({ms: milliseconds}),
			response: done,
			async handle({params: {ms}, deadline}) {
				await sleep(ms, undefined, {signal: deadline.signal}).catch(() => {
					throw deadline.signal.reason;
				});
				return {done: `waited ${ms} ms`};
			},
		}),
		defineRoute({
			method: 'get',
			path: '/debug/crash',
			summary: 'Throw outside of any request, and take the process down',
			response: done,
			handle: ({ctx}) => {
				afterwards(ctx.res, () => {
					throw new Error('This crash is on purpose');
				});
				return {done: 'crashing'};
			},
		}),
		defineRoute({
			method: 'get',
			path: '/debug/rejection',
			summary: 'Leave a rejection unhandled, and take the process down',
			response: done,
			handle: ({ctx}) => {
				afterwards(ctx.res, () => {
					void Promise.reject(new Error('This rejection is on purpose'));
				});
				return {done: 'rejecting'};
			},
		}),
	];
}

/** Once the answer is out, and outside of the request that asked for it. */
function afterwards(response: NodeJS.EventEmitter, action: () => void): void {
	response.once('finish', () => context.with(ROOT_CONTEXT, () => setImmediate(action)));
}
