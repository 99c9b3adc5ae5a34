import {z} from 'zod';
import type {Config} from '../../config/config.ts';
import type {Route} from '../http/route.ts';
import {defineRoute} from '../http/route.ts';
import {segment, wholeNumber} from '../http/text.ts';
import {createCatalog} from './catalog.ts';
import {createQuotes} from './quote.ts';

const sku = segment.min(1).max(64);
const most = 1_000_000;
const quantity = z.int().min(1).max(most);
const amount = z.number();
const currency = z.string();

/** The sample resource. Delete this folder and its lines in `routes.ts` and `schedule.ts`, and everything else still works. */
export function quoteRoutes(config: Config, catalog = createCatalog(config)): Route[] {
	const quotes = createQuotes(catalog);
	return [
		defineRoute({
			method: 'get',
			path: '/quotes/:sku',
			summary: 'What a quantity of one product costs',
			params: z.object({sku}),
			query: z.object({quantity: wholeNumber(1, most).default(1)}),
			response: z.object({sku, quantity, currency, unit_price: amount, total: amount}),
			problems: ['unknown-sku', 'upstream-failed', 'upstream-timed-out'],
			handle: ({params, query, deadline}) =>
				quotes.single({sku: params.sku, quantity: query.quantity}, deadline),
		}),
		defineRoute({
			method: 'post',
			path: '/quotes',
			summary: 'What several products cost together',
			body: z.object({items: z.array(z.object({sku, quantity})).min(1).max(100)}),
			response: z.object({
				lines: z.array(z.object({sku, quantity, unit_price: amount, total: amount})),
				currency,
				total: amount,
			}),
			problems: ['unknown-sku', 'mixed-currencies', 'upstream-failed', 'upstream-timed-out'],
			handle: ({body, deadline}) => quotes.several(body.items, deadline),
		}),
	];
}
