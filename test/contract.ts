import {text} from 'node:stream/consumers';
import type {ExecutionContext, TestFn} from 'ava';
import anyTest from 'ava';
import {telemetrySchema} from '../observability/schema/telemetry-schema.ts';
import {createHttpClient} from './kit/client.ts';
import type {Kit} from './kit/kit.ts';
import {startKit} from './kit/kit.ts';
import {unlistedAttributes} from './kit/listed-attributes.ts';
import {startService} from './kit/service.ts';
import {begin} from './service/http/_begin.ts';

/**
What must still hold, whatever was changed: the walk of a request, one event for one failure, the guard, the drain, and
that what is said is what the telemetry schema lists. Against the running service, as production runs it.
*/
const test = anyTest as TestFn<Kit>;

const production = {
	NODE_ENV: 'production',
	ALLOWED_HOSTS: '127.0.0.1,localhost',
	DEBUG_ROUTES: 'true',
	SENTRY_ENVIRONMENT: 'staging',
	SENTRY_RELEASE: 'contract@1.2.3',
	SHUTDOWN_DELAY_MS: '0',
	ACCESS_LOG: 'all',
};

test.before(async t => {
	t.context = await startKit(production);
});

test.after.always(t => t.context?.close());

/** A service of the test's own, to bring to its end. */
async function startOwn(t: ExecutionContext, env: Record<string, string> = {}): Promise<Kit> {
	const kit = await startKit({...production, ...env});
	t.teardown(kit.close);
	return kit;
}

test('a good request is answered, is one span, and no event', async t => {
	const kit = t.context;
	const response = await kit.asUser('ada')('/debug/delay/1?hush=1');
	t.is(response.status, 200);
	t.regex(response.headers.get('x-request-id') ?? '', /^[\w-]{1,128}$/);
	const span = await kit.expectSpan(t, response, {
		name: 'GET /debug/delay/:ms',
		status: 0,
		attributes: {
			'http.request.method': 'GET',
			'http.route': '/debug/delay/:ms',
			'http.response.status_code': 200,
			'url.path': '/debug/delay/1',
			'user.id': 'ada',
			'sentry.release': 'contract@1.2.3',
		},
	});
	t.is(span.resource['deployment.environment.name'], 'staging');
	t.is(span.attributes['url.query'], undefined);
	t.is(kit.sink.spans.filter(({traceId}) => traceId === span.traceId).length, 1);
	await kit.expectNoEvent(t, response);
});

test('a caller’s trace is continued', async t => {
	const traceId = 'a'.repeat(32);
	const headers = {traceparent: `00-${traceId}-${'b'.repeat(16)}-01`};
	const span = await t.context.expectSpan(t, await t.context.get('/debug/delay/0', {headers}));
	t.is(span.traceId, traceId);
	t.is(span.parentSpanId, 'b'.repeat(16));
});

test('an unexpected failure is one event and one span, with the same ids, and says nothing to its caller', async t => {
	const kit = t.context;
	const response = await kit.asUser('ada')('/debug/sentry', {headers: {'x-request-id': 'contract-1'}});
	t.is(response.status, 500);
	t.is(response.headers.get('content-type'), 'application/problem+json');
	const problem = (await response.json()) as Record<string, unknown>;
	const event = await kit.expectEvent(t, response, {
		type: 'Error',
		level: 'error',
		user: 'ada',
		tags: {request_id: 'contract-1'},
	});
	t.like(event, {
		transaction: 'GET /debug/sentry',
		environment: 'staging',
		release: 'contract@1.2.3',
		request: {method: 'GET', url: `${kit.service.url}/debug/sentry`},
	});
	t.is(event.exception?.values?.at(-1)?.mechanism?.handled, false);
	t.regex(event.exception?.values?.at(-1)?.stacktrace?.frames?.at(-1)?.context_line ?? '', /throw new Error/);
	const span = await kit.expectSpan(t, response, {status: 2, attributes: {'error.type': '500'}});
	t.like(problem, {status: 500, request_id: 'contract-1', trace_id: span.traceId});
	t.false(JSON.stringify(problem).includes(event.exception!.values!.at(-1)!.value!));
});

test('a page that does not exist is a warning; a failure that was expected is no event', async t => {
	const kit = t.context;
	const missing = await kit.get('/nowhere');
	t.is(missing.status, 404);
	t.deepEqual((await kit.expectEvent(t, missing, {level: 'warning'})).fingerprint, ['not-found']);
	const refused = await kit.get('/debug/status/403');
	t.is(refused.status, 403);
	await kit.expectNoEvent(t, refused);
});

test('a host that is not allowed is refused, and is an event', async t => {
	const {service, sink} = t.context;
	const client = createHttpClient(service.port);
	t.teardown(client.close);
	const {status} = await client.get('/debug/status/200', {host: 'evil.example'});
	t.is(status, 400);
	// Before the answer, but for a machine so busy that its one second was not enough.
	const event = await sink.event(({exception}) => exception?.values?.at(-1)?.type === 'DisallowedHost');
	t.like(event, {level: 'error', contexts: {host: {host: 'evil.example'}}});
	t.deepEqual(event.fingerprint, ['disallowed-host']);
	t.is((await client.get('/livez', {host: 'evil.example'})).status, 200, 'probes carry an address as Host');
	t.is((await client.get('/readyz')).headers['traceresponse'], undefined);
});

test('what is secret leaves neither for Sentry nor for the log', async t => {
	const {get, sink, service, expectEvent} = t.context;
	const headers = {authorization: 'Bearer hush-1', cookie: 'session=hush-2', 'x-api-key': 'hush-3'};
	await expectEvent(t, await get('/debug/sentry?token=hush-4', {headers}));
	t.notRegex(sink.text() + service.stdout(), /hush-\d/);
});

test('every line of the log is JSON, and one of a request names its trace', async t => {
	const {get, service} = t.context;
	const response = await get('/debug/delay/2');
	const line = await service.line(({path}) => path === '/debug/delay/2');
	t.is(line['trace_id'], response.headers.get('traceresponse')?.split('-')[1]);
	for (const written of service.stdout().trim().split('\n')) t.notThrows(() => JSON.parse(written), written);
});

test('what is said of a request is what the telemetry schema lists', async t => {
	const {get, sink, expectSpan} = t.context;
	for (const path of ['/debug/delay/3', '/debug/status/404', '/openapi.json', '/nowhere-else']) {
		await expectSpan(t, await get(path));
	}
	const {fields} = telemetrySchema.groups.find(({id}) => id === 'server-span')!;
	for (const span of sink.spans.filter(({kind}) => kind === 2)) {
		t.deepEqual(unlistedAttributes(span), [], span.name);
		const missing = fields.filter(({name, when}) => when === 'always' && !(name in span.attributes));
		t.deepEqual(missing, [], span.name);
	}
});

test('a stop answers what is under way, sends its span, and ends with exit 0', async t => {
	const {service, sink} = await startOwn(t);
	const socket = await begin(service.port, '/debug/delay/1500');
	service.kill('SIGTERM');
	await service.line(({msg}) => msg === 'stopping');
	t.regex(await text(socket), /^HTTP\/1\.1 200 OK\r\n/);
	t.deepEqual(await service.exited, {code: 0, signal: null});
	t.deepEqual(
		sink.spans.map(({name}) => name),
		['GET /debug/delay/:ms'],
	);
});

test('a crash is one fatal event, at Sentry before exit 1', async t => {
	const {get, service, sink} = await startOwn(t);
	await get('/debug/crash');
	t.deepEqual(await service.exited, {code: 1, signal: null});
	t.deepEqual(
		sink.events.map(({level}) => level),
		['fatal'],
	);
});

test('a configuration that can’t be right stops the start, with every problem named', async t => {
	const env = {NODE_ENV: 'production', ALLOWED_HOSTS: '', PORT: 'http', SENTRY_DSN: 'nonsense'};
	const {exited, stderr} = await startService({env, waitForListening: false});
	t.deepEqual(await exited, {code: 1, signal: null});
	for (const name of ['PORT', 'SENTRY_DSN']) t.true(stderr().includes(name), stderr());
});
