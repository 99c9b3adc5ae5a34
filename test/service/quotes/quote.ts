import test from 'ava';
import type {Response} from '../../../observability/requests/request-context.ts';
import {Deadline} from '../../../service/http/deadline.ts';
import {createQuotes} from '../../../service/quotes/quote.ts';

const prices: Record<string, {unit_price: number; currency: string}> = {
	tea: {unit_price: 0.1, currency: 'EUR'},
	rye: {unit_price: 2, currency: 'USD'},
};

function create() {
	const asked: string[] = [];
	const quotes = createQuotes({
		find(sku) {
			asked.push(sku);
			return prices[sku] && {sku, ...prices[sku]};
		},
	});
	return {quotes, asked, deadline: new Deadline(1000, {} as Response)};
}

test('the catalog is asked once for each distinct sku', async t => {
	const {quotes, asked, deadline} = create();
	const items = [1, 2, 3].map(quantity => ({sku: 'tea', quantity}));
	t.like(await quotes.several(items, deadline), {total: 0.6});
	t.deepEqual(asked, ['tea']);
});

test('amounts are rounded to a hundredth', async t => {
	const {quotes, deadline} = create();
	t.is((await quotes.single({sku: 'tea', quantity: 3}, deadline)).total, 0.3);
});

test('items of different currencies have no total', async t => {
	const {quotes, deadline} = create();
	const items = [
		{sku: 'tea', quantity: 1},
		{sku: 'rye', quantity: 1},
	];
	await t.throwsAsync(quotes.several(items, deadline), {
		code: 'mixed-currencies',
		message: 'The items are priced in EUR and USD',
	});
});

test('an unknown sku fails the quote', async t => {
	const {quotes, deadline} = create();
	await t.throwsAsync(quotes.single({sku: 'rum', quantity: 1}, deadline), {code: 'unknown-sku'});
});
