import {text} from 'node:stream/consumers';
import * as Sentry from '@sentry/node';
import type {Middleware} from 'koa';
import type {Config} from '../../../config/config.ts';
import type {Logger} from '../../../observability/logs/logger.ts';

/** Puts everything that it was told in confidence wherever it can: what must not leave must be caught on the way. */
export function careless(config: Config, logger: Logger): Middleware {
	return async ctx => {
		const {authorization, cookie, 'x-api-key': apiKey} = ctx.req.headers;
		const body = await text(ctx.req);
		const headers = {...ctx.req.headers};
		Sentry.setTag('api_key', String(apiKey));
		Sentry.setExtra('request', {headers: {authorization, cookie}});
		Sentry.setContext('call', {
			credentials: {user: 'me', value: apiKey},
			secrets: [apiKey],
			nested: {password: apiKey},
		});
		Sentry.addBreadcrumb({
			message: `sent Authorization: ${authorization}`,
			data: {cookie, 'x-api-key': apiKey},
		});
		Sentry.addBreadcrumb({message: `fetched http://127.0.0.1${ctx.originalUrl}`});
		logger.warn(
			{headers: {authorization, cookie: [cookie]}, password: apiKey},
			`called with ${authorization}`,
		);
		logger.warn(headers, `cookie: ${cookie}`);
		try {
			JSON.parse(body);
		} catch (cause) {
			const told = `${config.sentryDsn} refused ${authorization}, x-api-key: ${apiKey}, "password":"${apiKey}"`;
			throw new Error(told, {cause: new Error(`cookie: ${cookie}`, {cause})});
		}
	};
}
