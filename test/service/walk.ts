import test from 'ava';
import manifest from '../../package.json' with {type: 'json'};
import {createHttpClient} from '../kit/client.ts';
import type {Service} from '../kit/service.ts';
import {startService} from '../kit/service.ts';
import type {Sink} from '../kit/sink.ts';
import {startSink} from '../kit/sink.ts';

/** The walk of a request through the real process, from its answer to what arrives at Sentry. */
let sink: Sink;
let service: Service;

test.before(async () => {
	sink = await startSink();
	service = await startService({
		env: {
			NODE_ENV: 'production',
			ALLOWED_HOSTS: '127.0.0.1',
			SENTRY_DSN: sink.dsn,
			SENTRY_ENVIRONMENT: 'staging',
			SENTRY_RELEASE: 'shop@1.2.3',
			// What Sentry's and OpenTelemetry's SDKs would read by themselves must change nothing.
			SENTRY_TRACES_SAMPLE_RATE: '1.0',
			DEBUG_ROUTES: 'true',
			SHUTDOWN_DELAY_MS: '0',
		},
	});
});

test.after.always(async () => {
	await service?.stop();
	await sink?.close();
});

const get = (path: string, init?: RequestInit) => fetch(service.url + path, init);

const traceOf = (response: Response) => {
	const [, traceId, spanId] =
		/^00-(\w{32})-(\w{16})-01$/.exec(response.headers.get('traceresponse') ?? '') ?? [];
	return {traceId, spanId};
};

test('a good request is answered, and is one span', async t => {
	const response = await get('/debug/delay/1?quantity=3');
	t.is(response.status, 200);
	t.deepEqual(await response.json(), {done: 'waited 1 ms'});
	const {traceId, spanId} = traceOf(response);
	const span = await sink.span(found => found.spanId === spanId);
	t.is(span.traceId, traceId!);
	t.is(span.name, 'GET /debug/delay/:ms');
	t.is(span.attributes['http.route'], '/debug/delay/:ms');
	t.is(span.attributes['http.response.status_code'], 200);
	t.is(span.attributes['sentry.release'], 'shop@1.2.3');
	t.is(span.attributes['url.query'], undefined);
	t.is(span.status.code, 0);
	t.like(span.resource, {'service.name': manifest.name, 'deployment.environment.name': 'staging'});
	t.is(sink.spans.filter(found => found.traceId === traceId).length, 1);
});

test('an unexpected failure is one event and one span, with the same ids', async t => {
	const response = await get('/debug/sentry', {headers: {'x-request-id': 'walk-1'}});
	t.is(response.status, 500);
	t.is(response.headers.get('content-type'), 'application/problem+json');
	const {traceId, spanId} = traceOf(response);
	t.like(await response.json(), {status: 500, request_id: 'walk-1', trace_id: traceId!});
	const event = await sink.event(found => found.tags?.['request_id'] === 'walk-1');
	t.like(event, {
		level: 'error',
		transaction: 'GET /debug/sentry',
		environment: 'staging',
		release: 'shop@1.2.3',
		contexts: {trace: {trace_id: traceId!, span_id: spanId!}},
		request: {method: 'GET', url: `${service.url}/debug/sentry`},
	});
	const [exception] = event.exception?.values ?? [];
	t.is(exception?.mechanism?.handled, false);
	const frame = exception?.stacktrace?.frames?.at(-1);
	t.regex(frame?.filename ?? '', /service\/debug\/routes\.ts$/);
	t.regex(frame?.context_line ?? '', /throw new Error/);
	const span = await sink.span(found => found.spanId === spanId);
	t.is(span.attributes['error.type'], '500');
	t.is(span.status.code, 2);
	t.is(sink.events.filter(found => found.tags?.['request_id'] === 'walk-1').length, 1);
	t.is(sink.transactions.length, 0);
});

test('no request goes without an id and a trace', async t => {
	for (const path of ['/debug/delay/0', '/nowhere', '/debug/status/503', '/static/nothing.js']) {
		const {headers} = await get(path);
		t.regex(headers.get('x-request-id') ?? '', /^[\w-]{1,128}$/, path);
		t.regex(headers.get('traceresponse') ?? '', /^00-\w{32}-\w{16}-01$/, path);
	}
});

test('health is answered without a trace, whatever the Host', async t => {
	const {status, headers} = await get('/livez', {headers: {'x-request-id': 'probe-1'}});
	t.is(status, 200);
	t.is(headers.get('x-request-id'), 'probe-1');
	t.is(headers.get('traceresponse'), null);
});

test('a health probe with another method is a 405 with Allow, and no event', async t => {
	t.is((await get('/livez?verbose')).status, 200);
	for (const path of ['/livez', '/readyz']) {
		for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
			const response = await createHttpClient(service.port, 1).request({
				method,
				path,
				headers: {'x-request-id': 'probe-2'},
			});
			t.is(response.status, 405, method);
			t.is(response.headers.allow, 'HEAD, GET');
			t.is(response.headers['x-request-id'], 'probe-2');
			t.is(response.headers['content-type'], 'application/problem+json');
			t.like(response.json() as object, {
				type: 'about:blank',
				status: 405,
				instance: path,
				request_id: 'probe-2',
			});
		}
	}
	t.deepEqual(
		sink.events.filter(({request}) => /livez|readyz/.test(request?.url ?? '')),
		[],
	);
});

test('a caller’s trace is continued', async t => {
	const traceId = 'a'.repeat(32);
	const response = await get('/debug/delay/0', {
		headers: {traceparent: `00-${traceId}-${'b'.repeat(16)}-01`},
	});
	const {spanId} = traceOf(response);
	const span = await sink.span(found => found.spanId === spanId);
	t.is(span.traceId, traceId);
	t.is(span.parentSpanId, 'b'.repeat(16));
});
