import {once} from 'node:events';
import type {RequestListener} from 'node:http';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {createHttpClient} from '../../kit/client.ts';
import type {Service} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';

/** What a hundred skus at a time cost the catalog, for each of twenty callers. */
const callers = 20;
const skus = 100;

async function startCatalog(t: ExecutionContext, listener: RequestListener) {
	const seen = {requests: 0, sockets: 0, open: 0, most: 0};
	const server = createServer((request, response) => {
		seen.requests++;
		listener(request, response);
	});
	server.on('connection', socket => {
		seen.sockets++;
		seen.most = Math.max(seen.most, ++seen.open);
		socket.once('close', () => seen.open--);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.teardown(() => {
		server.closeAllConnections();
		server.close();
	});
	return {seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`};
}

async function postAll({port}: Service, many = callers): Promise<number[]> {
	const client = createHttpClient(port);
	const answers = await Promise.all(
		Array.from({length: many}, (_, caller) =>
			client.request({
				method: 'POST',
				path: '/quotes',
				headers: {'content-type': 'application/json'},
				body: JSON.stringify({
					items: Array.from({length: skus}, (__, item) => ({sku: `s-${caller}-${item}`, quantity: 1})),
				}),
			}),
		),
	);
	await client.close();
	return answers.map(({status}) => status);
}

test.serial(
	'all calls at once have no more connections than one upstream may have, and all are answered',
	async t => {
		const {seen, url} = await startCatalog(t, async ({url: path = ''}, response) => {
			await sleep(5);
			const sku = path.split('/').at(-1);
			response.end(JSON.stringify({sku, unit_price: 1, currency: 'EUR'}));
		});
		const service = await startService({env: {CATALOG_URL: url, CATALOG_TIMEOUT_MS: '30000'}});
		t.teardown(service.stop);
		t.deepEqual(await postAll(service), Array(callers).fill(200));
		t.is(seen.requests, callers * skus);
		t.true(seen.most <= 64, `${seen.most} at a time`);
		t.true(seen.sockets <= 2 * 64, `${seen.sockets} in all: they are used again`);
	},
);

test.serial('an upstream that is down is asked little more than once for each call', async t => {
	const {seen, url} = await startCatalog(t, (_request, response) => response.writeHead(503).end());
	const service = await startService({env: {CATALOG_URL: url}});
	t.teardown(service.stop);
	t.deepEqual(await postAll(service, 1), [502]);
	t.true(seen.requests <= skus + 10, `${seen.requests} for one request`);
	const before = seen.requests;
	t.deepEqual(await postAll(service), Array(callers).fill(502));
	t.true(seen.requests - before <= 1.25 * callers * skus, `${seen.requests - before} for ${callers}`);
});

test.serial('waiting for a connection is part of the time that a call may take', async t => {
	const {seen, url} = await startCatalog(t, () => {});
	const service = await startService({env: {CATALOG_URL: url, CATALOG_TIMEOUT_MS: '4000'}});
	t.teardown(service.stop);
	const began = performance.now();
	const answered = postAll(service, 2);
	while (seen.requests < 64) await sleep(5);
	t.true(seen.most <= 64, `${seen.most} at a time`);
	t.deepEqual(await answered, [504, 504]);
	// One after the other's whole time, they would need eight seconds.
	t.true(performance.now() - began < 8000);
	// Whoever waited has left, and nobody's place is lost.
	t.deepEqual(await postAll(service, 1), [504]);
});
