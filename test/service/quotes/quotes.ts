import type {TestFn} from 'ava';
import anyTest from 'ava';
import type {Client} from '../../kit/client.ts';
import {createHttpClient} from '../../kit/client.ts';
import type {Service} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';

const test = anyTest as TestFn<{service: Service; client: Client}>;

test.before(async t => {
	const service = await startService();
	t.context = {service, client: createHttpClient(service.port)};
});

test.after.always(async t => {
	await t.context.client.close();
	await t.context.service.stop();
});

const post = (client: Client, body: unknown) =>
	client.request({
		method: 'POST',
		path: '/quotes',
		headers: {'content-type': 'application/json'},
		body: JSON.stringify(body),
	});

test('GET /quotes/:sku answers what a quantity costs', async t => {
	const {status, body} = await t.context.client.get('/quotes/tea?quantity=3');
	t.is(status, 200);
	t.deepEqual(JSON.parse(body), {
		sku: 'tea',
		quantity: 3,
		currency: 'EUR',
		unit_price: 3.5,
		total: 10.5,
	});
});

test('a quantity left out is 1', async t => {
	t.like((await t.context.client.get('/quotes/coffee')).json(), {quantity: 1, total: 4.2});
});

test('an unknown sku is a problem of its own', async t => {
	const {status, body} = await t.context.client.get('/quotes/rum');
	t.is(status, 404);
	t.like(JSON.parse(body), {type: '/docs#unknown-sku', instance: '/quotes/rum'});
});

test('every invalid input is named at once', async t => {
	const {status, body} = await t.context.client.get(`/quotes/${'x'.repeat(65)}?quantity=0`);
	t.is(status, 422);
	const {errors} = JSON.parse(body) as {errors: {pointer: string}[]};
	t.deepEqual(
		errors.map(({pointer}) => pointer),
		['/path/sku', '/query/quantity'],
	);
});

test('POST /quotes answers each line and the total, cents exact', async t => {
	const {status, body} = await post(t.context.client, {
		items: [
			{sku: 'tea', quantity: 2},
			{sku: 'coffee', quantity: 3},
		],
	});
	t.is(status, 200);
	t.deepEqual(JSON.parse(body), {
		lines: [
			{sku: 'tea', quantity: 2, unit_price: 3.5, total: 7},
			{sku: 'coffee', quantity: 3, unit_price: 4.2, total: 12.6},
		],
		currency: 'EUR',
		total: 19.6,
	});
});

test('POST /quotes with an unknown sku, no items or none that is an item is refused', async t => {
	t.is((await post(t.context.client, {items: [{sku: 'rum', quantity: 1}]})).status, 404);
	t.is((await post(t.context.client, {items: []})).status, 422);
	const {errors} = (await post(t.context.client, {items: [{sku: 'tea', quantity: '2'}]})).json() as {
		errors: {pointer: string}[];
	};
	t.is(errors[0]?.pointer, '/items/0/quantity');
});
