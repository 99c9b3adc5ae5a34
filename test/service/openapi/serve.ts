import type {TestFn} from 'ava';
import anyTest from 'ava';
import {problems} from '../../../service/problems/problems.ts';
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

test('GET /openapi.json answers the description, of the routes that are served', async t => {
	const response = await t.context.client.get('/openapi.json');
	t.is(response.status, 200);
	t.is(response.headers['content-type'], 'application/json; charset=utf-8');
	const {openapi, paths} = response.json() as {openapi: string; paths: object};
	t.is(openapi, '3.1.1');
	t.true('/debug/status/{code}' in paths);
});

test('GET /docs answers a page that has every route and every problem', async t => {
	const {status, headers, body} = await t.context.client.get('/docs');
	t.is(status, 200);
	t.is(headers['content-type'], 'text/html; charset=utf-8');
	const {paths} = (await t.context.client.get('/openapi.json')).json() as {paths: object};
	for (const path of Object.keys(paths)) t.true(body.includes(path), path);
	for (const code of Object.keys(problems)) t.true(body.includes(`id="${code}"`), code);
});

test('a problem’s type is a link to its place in /docs', async t => {
	const {type} = (await t.context.client.get('/debug/sentry')).json() as {type: string};
	const [page, anchor] = type.split('#');
	const {body} = await t.context.client.get(page!);
	t.true(body.includes(`id="${anchor}"`));
});

test('everything that /docs loads is ours and allowed by its content security policy', async t => {
	const {headers, body} = await t.context.client.get('/docs');
	const loaded = [...body.matchAll(/<(?:link|script|img)\b[^>]*?(?:href|src)="([^"]*)"/g)].map(
		([, url]) => url!,
	);
	t.deepEqual(loaded, ['/static/docs.css', '/static/icon.svg']);
	for (const url of loaded) t.is((await t.context.client.get(url)).status, 200, url);
	t.is(
		headers['content-security-policy'],
		"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	);
	t.notRegex(body, /<style|<script| style=| on\w+=/);
});

test('only /docs has a relaxed content security policy', async t => {
	const {headers} = await t.context.client.get('/openapi.json');
	t.is(headers['content-security-policy'], "default-src 'none';frame-ancestors 'none'");
});

for (const path of ['/openapi.json', '/docs', '/livez']) {
	test(`HEAD ${path} answers the headers of GET alone`, async t => {
		const head = await t.context.client.request({method: 'HEAD', path});
		const get = await t.context.client.get(path);
		t.is(head.status, 200);
		t.is(head.body, '');
		t.is(head.headers['content-type'], get.headers['content-type']);
	});
}

test('a file that a caller has already is not sent again', async t => {
	const {client} = t.context;
	const {headers} = await client.get('/static/docs.css');
	const again = await client.get('/static/docs.css', {'if-modified-since': headers['last-modified']!});
	t.like(again, {status: 304, body: ''});
	t.is(again.headers['last-modified'], headers['last-modified']);
	const older = {'if-modified-since': new Date(0).toUTCString()};
	t.is((await client.get('/static/docs.css', older)).status, 200);
});
