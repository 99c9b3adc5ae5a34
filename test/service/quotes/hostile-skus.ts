import test from 'ava';
import type {Client} from '../../kit/client.ts';
import {createHttpClient} from '../../kit/client.ts';
import {createH2cClient} from '../../kit/client-h2c.ts';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';
import {startUpstream} from '../../kit/upstream.ts';

/** Texts that are no sku, as they stand in JSON. */
const inJson = [
	'""',
	'"."',
	'".."',
	'"../admin"',
	'"..\\\\admin"',
	'"tea/../../admin"',
	'"%2e%2e"',
	'"%2e%2e%2fadmin"',
	'"%252e%252e"',
	'"..;"',
	'"tea\\u0000"',
	'"tea\\r\\nHost: evil.example"',
	'"\\ud800"',
	'"tea\\udfff"',
	'"\\ud83d\\ud83d"',
	`"${'x'.repeat(65)}"`,
	'7',
	'null',
	'{}',
	'["tea"]',
];

/** The same in a path, where a client doesn't resolve them first. */
const inPath = [
	'%2e%2e',
	'%2E.',
	'..%2fadmin',
	'..%5cadmin',
	'%252e%252e',
	'%252e%252e%252fadmin',
	'tea%2f..%2f..%2fadmin',
	'tea%00',
	'tea%0d%0aHost:%20evil.example',
	'%ed%a0%80',
	'%ff',
	'%c0%ae%c0%ae',
	'%',
	'%zz',
	'..;',
];

const numbers = [
	'',
	'%20',
	'0',
	'-1',
	'1.5',
	'1e3',
	'0x10',
	'%201',
	'1%00',
	'Infinity',
	'NaN',
	'9'.repeat(400),
	'%D9%A1',
	'1&quantity=2',
];

for (const [protocol, createClient] of Object.entries<(port: number) => Client>({
	'HTTP/1.1': createHttpClient,
	'HTTP/2': createH2cClient,
})) {
	test.serial(
		`over ${protocol}, what is no sku or quantity is a 4xx, no event, and no other path of the catalog`,
		async t => {
			const [sink, catalog] = await Promise.all([startSink(), startUpstream()]);
			t.teardown(sink.close);
			t.teardown(catalog.close);
			const service = await startService({
				env: {SENTRY_DSN: sink.dsn, CATALOG_URL: `${catalog.url}/v1`, HTTP2: String(protocol === 'HTTP/2')},
			});
			t.teardown(service.stop);
			const client = createClient(service.port);
			const headers = {'content-type': 'application/json'};
			const isRefused = (status: number, what: string) =>
				t.true(status >= 400 && status < 500, `${what}: ${status}`);

			for (const sku of inJson) {
				const body = `{"items":[{"sku":"tea","quantity":1},{"sku":${sku},"quantity":1}]}`;
				const {status} = await client.request({method: 'POST', path: '/quotes', headers, body});
				t.is(status, 422, sku);
			}
			for (const sku of inPath) isRefused((await client.get(`/quotes/${sku}`)).status, sku);
			for (const quantity of numbers) {
				isRefused((await client.get(`/quotes/tea?quantity=${quantity}`)).status, quantity);
			}
			t.deepEqual(catalog.requests, [], 'nothing is asked');

			// What looks odd and is a sku is asked for as it is.
			const sku = '.te%a;é 😀?#';
			const {status, body} = await client.get(`/quotes/${encodeURIComponent(sku)}?quantity=2`);
			t.is(status, 200, body);
			t.deepEqual(
				catalog.requests.map(({path}) => path),
				[`/v1/products/${encodeURIComponent(sku)}`],
			);
			await client.close();
			await service.stop();
			t.deepEqual(
				sink.events.map(({message, exception}) => message ?? exception),
				[],
			);
			t.is(service.stderr(), '');
		},
	);
}
