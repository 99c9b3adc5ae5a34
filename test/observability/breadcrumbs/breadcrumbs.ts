import type {Breadcrumb} from '@sentry/core';
import test from 'ava';
import type {Service} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';
import type {UpstreamServer} from '../../kit/upstream.ts';
import {answer, startUpstream} from '../../kit/upstream.ts';

let sink: Sink;
let upstream: UpstreamServer;
let production: Service;
let development: Service;

test.before(async () => {
	[sink, upstream] = await Promise.all([startSink(), startUpstream()]);
	const start = (env: Record<string, string>) =>
		startService({
			entry: 'test/observability/breadcrumbs/_walking-service.ts',
			env: {
				SENTRY_DSN: sink.dsn,
				UPSTREAM_URL: upstream.url,
				REPORT_LIMIT_PER_MINUTE: '1000',
				ACCESS_LOG: 'all',
				...env,
			},
		});
	production = await start({
		NODE_ENV: 'production',
		ALLOWED_HOSTS: '127.0.0.1',
		SHUTDOWN_DELAY_MS: '0',
		// Not sampled: an event has what led to it all the same.
		SENTRY_TRACES_SAMPLE_RATE: '0',
	});
	development = await start({NODE_ENV: 'development', SENTRY_SEND_DEFAULT_PII: 'true'});
});

test.after.always(async () => {
	await Promise.all([production?.stop(), development?.stop()]);
	await Promise.all([sink?.close(), upstream?.close()]);
});

/** What the event of a failing request says led to it. */
async function fail(path: string, {url} = production): Promise<Breadcrumb[]> {
	const response = await fetch(url + path);
	const id = response.headers.get('x-request-id');
	const event = await sink.event(({tags}) => tags?.['request_id'] === id);
	return event.breadcrumbs ?? [];
}

for (const mode of ['production', 'development'] as const) {
	test.serial(`an event has the lines and calls that led to it, masked, in ${mode}`, async t => {
		const breadcrumbs = await fail('/walk', mode === 'production' ? production : development);
		const own = breadcrumbs.filter(({category}) => category !== 'console');
		const {url} = upstream;
		t.is(own.length, 5);
		t.like(own, [
			{category: 'log', level: 'info', message: 'first', data: {sku: 'tea', password: '[Filtered]'}},
			{
				type: 'http',
				category: 'http',
				level: 'info',
				data: {method: 'GET', url: `${url}/fetched;token=[Filtered]`, status_code: 200},
			},
			{message: 'own'},
			{category: 'http', data: {method: 'GET', url: `${url}/got`, status_code: 200}},
			{category: 'log', level: 'warning', message: 'last', data: {error: 'Error: recovered'}},
		]);
		t.true(own.every(({timestamp}) => Math.abs(timestamp! - Date.now() / 1000) < 60));
		t.true(own.every(({category, data}) => category !== 'http' || data!['duration_ms'] >= 0));
		t.deepEqual(
			breadcrumbs.filter(({category}) => category === 'console').map(({message}) => message),
			mode === 'development' ? ['to the console cookie: [Filtered]'] : [],
		);
		t.notRegex(sink.text(), /planted-/);
	});
}

test.serial('an event has the last thirty, none of them endless', async t => {
	const breadcrumbs = await fail('/lines/100');
	t.deepEqual(
		breadcrumbs.map(({message}) => message),
		[...Array.from({length: 29}, (_, index) => `line ${index + 72}`), 'a long one'],
	);
	t.true(JSON.stringify(breadcrumbs).length < 10_000);
});

test.serial('a call says how it failed, and one without an answer how long it waits', async t => {
	upstream.next(
		answer(503),
		request => request.socket.destroy(),
		() => {},
	);
	const [failing, reset, refused, hanging, ...more] = await fail('/calls');
	t.like(failing, {level: 'error', data: {status_code: 503, url: `${upstream.url}/failing`}});
	t.like(reset, {level: 'error', data: {reason: 'UND_ERR_SOCKET', status_code: undefined}});
	t.like(refused, {level: 'error', data: {reason: 'ECONNREFUSED', url: 'http://127.0.0.1:9/refused'}});
	t.like(hanging, {level: 'info', data: {reason: undefined, status_code: undefined}});
	t.true(hanging!.data!['duration_ms'] >= 45);
	t.deepEqual(more, []);
});

test.serial('none crosses over to another request', async t => {
	const ids = Array.from({length: 30}, (_, index) => `r${index}`);
	await Promise.all(
		ids.map(async id => {
			const breadcrumbs = await fail(`/told/${id}`);
			t.is(breadcrumbs.length, 10);
			const told = breadcrumbs.map(({message, data}) => message ?? String(data!['url']));
			t.true(
				told.every(text => text === `of ${id}` || text.endsWith(`/for/${id}`)),
				told.join(', '),
			);
		}),
	);
	t.deepEqual(await fail('/nothing'), []);
});

test.serial('a request without any keeps none', async t => {
	const response = await fetch(`${production.url}/quiet`);
	t.deepEqual(await response.json(), {steps: 'none'});
});

test.serial('a crash outside of every request has what was said outside', async t => {
	production.kill('SIGUSR2');
	await production.exited;
	const event = await sink.event(({level}) => level === 'fatal');
	t.deepEqual(
		event.breadcrumbs?.map(({message}) => message),
		['listening', 'outside of every request'],
	);
});
