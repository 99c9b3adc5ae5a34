import test from 'ava';
import type {Service} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';

let sink: Sink;
let service: Service;

test.before(async () => {
	sink = await startSink();
	service = await startService({
		env: {SENTRY_DSN: sink.dsn},
		entry: 'test/observability/errors/_span-api-service.ts',
	});
});

test.after.always(async () => {
	await service?.stop();
	await sink?.close();
});

async function ask(path: string, headers: Record<string, string> = {}) {
	const response = await fetch(service.url + path, {headers});
	const [, traceId = '', spanId = ''] = response.headers.get('traceresponse')!.split('-');
	const text = await response.text();
	return {traceId, spanId, body: text.startsWith('{') ? JSON.parse(text) : text};
}

test('Sentry.getActiveSpan is the request’s span', async t => {
	const {spanId, body} = await ask('/active');
	t.deepEqual(body, {sentry: spanId, span: spanId});
});

test('Sentry.withActiveSpan makes a span the active one, or none', async t => {
	const {body} = await ask('/with-active');
	t.deepEqual(body.inside, [body.other, body.other]);
	t.is(body.none, 'none');
});

test('Sentry.getTraceData is what a call would carry', async t => {
	const {traceId, spanId, body} = await ask('/trace-data');
	t.is(body.data['sentry-trace'], `${traceId}-${spanId}-1`);
	t.true(body.data.baggage.startsWith(`sentry-trace_id=${traceId},sentry-public_key=public`));
	t.false('traceparent' in body.data);
	t.is(body.w3c.traceparent, `00-${traceId}-${spanId}-01`);
	t.deepEqual(body.none, {});
});

test('Sentry.continueTrace continues a trace, and begins one where the headers hold none', async t => {
	const other = 'abcdefabcdefabcdefabcdefabcdefab';
	const baggage = `sentry-trace_id=${other},sentry-release=worker%401`;
	const {body} = await ask('/continue', {
		'x-sentry-trace': `${other}-1234567890123456-1`,
		'x-baggage': baggage,
	});
	t.deepEqual(body, {active: other, traced: other, baggage});
	const without = await ask('/continue', {'x-sentry-trace': 'garbage'});
	t.is(without.body.active, 'none');
	t.not(without.body.traced, without.traceId);
});

test('Sentry.startNewTrace begins a trace', async t => {
	const {traceId, body} = await ask('/new');
	t.is(body.active, 'none');
	t.regex(body.traced, /^[\da-f]{32}$/);
	t.not(body.traced, traceId);
	const told = await ask('/new-error');
	const event = await sink.event(({exception}) => exception?.values?.[0]?.value === 'In a trace of its own');
	t.not(event.contexts?.trace?.trace_id, told.traceId);
});

test('Sentry.suppressTracing makes no span and writes no headers', async t => {
	const {body} = await ask('/suppress');
	t.deepEqual(body, {isRecording: false, traceId: '0'.repeat(32), data: {}});
});
