import test from 'ava';
import {startTracedPair} from './_traced-pair.ts';

const rateKey = 'sentry.client_sample_rate';
/** No trace that begins here is sampled: one in a million. */
const rare = {SENTRY_TRACES_SAMPLE_RATE: '0.000001'};
const traceId = '12345678901234567890123456789012';

type Pair = Awaited<ReturnType<typeof startTracedPair>>;

async function fail(pair: Pair, spans: number, headers: Record<string, string> = {}) {
	const response = await fetch(`${pair.service.url}/fail-after/${spans}?fail&tell`, {headers});
	const [, trace = '', span = '', flags = ''] = response.headers.get('traceresponse')!.split('-');
	return {traceId: trace, spanId: span, flags};
}

test.serial(
	'a request that sampling left out is there when it makes an event, and counts for one',
	async t => {
		const pair = await startTracedPair(rare);
		t.teardown(pair.close);
		await pair.ask();
		await fetch(`${pair.service.url}/fail-after/3`);
		const {traceId: failed, spanId, flags} = await fail(pair, 3);
		t.is(flags, '00', 'what sampling decided is still said');
		t.true(pair.upstream.requests.every(({headers}) => String(headers['traceparent']).endsWith('-00')));
		const event = await pair.sink.event();
		t.is(event.contexts?.trace?.span_id, spanId);
		const server = await pair.sink.span(span => span.spanId === spanId);
		t.like(server, {name: 'GET /fail-after/:spans', kind: 2, parentSpanId: undefined});
		t.like(server.attributes, {'http.response.status_code': 500, 'app.told': 'early', [rateKey]: 1});
		t.is(server.attributeTypes[rateKey], 'doubleValue');
		t.true(server.endTimeUnixNano > server.startTimeUnixNano);
		t.is(server.resource['service.name'], 'koa-service-template');
		await pair.sink.span(({name}) => name === 'late');
		const below = pair.sink.spans.filter(span => span !== server);
		t.deepEqual(below.map(({name}) => name).sort(), ['GET', 'late', 'work 1', 'work 2']);
		for (const span of below) {
			t.like(span, {traceId: failed, parentSpanId: spanId});
			t.is(span.attributes[rateKey], 1);
			t.true(span.startTimeUnixNano >= server.startTimeUnixNano - 2_000_000n);
		}
		await pair.service.stop();
		t.is(pair.sink.spans.length, 5, 'and nothing of the requests that went well');
	},
);

test.serial('at most 100 spans of it are, and the rest is counted', async t => {
	const pair = await startTracedPair(rare);
	t.teardown(pair.close);
	const {spanId} = await fail(pair, 150);
	const server = await pair.sink.span(span => span.spanId === spanId);
	t.is(server.attributes['app.spans.left_out'], 52);
	await pair.service.stop();
	t.is(pair.sink.spans.length, 100);
	const report = await pair.sink.clientReport(({discarded_events: lost}) =>
		lost.some(({category}) => category === 'span'),
	);
	t.deepEqual(
		report.discarded_events.find(({category}) => category === 'span'),
		{
			reason: 'buffer_overflow',
			category: 'span',
			quantity: 52,
		},
	);
});

test.serial('so does one whose caller keeps no trace, and a kept one counts for one', async t => {
	const pair = await startTracedPair();
	t.teardown(pair.close);
	const caller = '1234567890123456';
	const unkept = await fail(pair, 1, {traceparent: `00-${traceId}-${caller}-00`, tracestate: 'ot=th:8'});
	const server = await pair.sink.span(span => span.spanId === unkept.spanId);
	t.is(server.parentSpanId, caller);
	t.is(server.flags & 0x200, 0x200, 'the parent is remote');
	t.is(server.attributes[rateKey], 1);

	const kept = await fail(pair, 1, {traceparent: `00-${traceId}-${caller}-01`, tracestate: 'ot=th:8'});
	t.is(kept.flags, '01');
	const own = await pair.sink.span(span => span.spanId === kept.spanId);
	const late = await pair.sink.span(span => span.parentSpanId === kept.spanId && span.name === 'late');
	const call = await pair.sink.span(span => span.parentSpanId === kept.spanId && span.kind === 3);
	for (const span of [own, late, call]) t.is(span.attributes[rateKey], 1);

	const fine = await fetch(`${pair.service.url}/fail-after/1`, {
		headers: {traceparent: `00-${traceId}-${caller}-01`, tracestate: 'ot=th:8'},
	});
	const [, , fineId] = fine.headers.get('traceresponse')!.split('-');
	const sampled = await pair.sink.span(span => span.spanId === fineId);
	const below = await pair.sink.span(span => span.parentSpanId === fineId && span.kind === 3);
	t.deepEqual([sampled.attributes[rateKey], below.attributes[rateKey]], [0.5, 0.5]);
});

test.serial('over envelopes it is one transaction, which counts for one', async t => {
	const pair = await startTracedPair({...rare, SENTRY_SPAN_PROTOCOL: 'envelope'});
	t.teardown(pair.close);
	await fetch(`${pair.service.url}/fail-after/3`);
	const {traceId: failed, spanId} = await fail(pair, 3);
	const item = await pair.sink.item(({type}) => type === 'transaction');
	const [transaction] = pair.sink.transactions;
	t.is(transaction?.contexts?.trace?.span_id, spanId);
	t.deepEqual(transaction?.spans?.map(({description}) => description?.replace(/http:.*/, '')).sort(), [
		'GET ',
		'late',
		'work 1',
		'work 2',
	]);
	t.is(transaction?.contexts?.trace?.data?.[rateKey], 1);
	t.like(item.envelopeHeader.trace, {trace_id: failed, sample_rate: '1', sampled: 'true'});
	await pair.service.stop();
	t.is(pair.sink.transactions.length, 1);
});

const keepsNothing = test.macro({
	async exec(t, env: Record<string, string>) {
		const pair = await startTracedPair(env);
		t.teardown(pair.close);
		await fail(pair, 3);
		await pair.sink.event();
		await pair.service.stop();
		t.deepEqual(pair.sink.spans, []);
	},
	title: (_, env: Record<string, string>) => `nothing is kept with ${JSON.stringify(env)}`,
});

test.serial(keepsNothing, {...rare, SENTRY_TRACES_KEEP: 'sampled'});
test.serial(keepsNothing, {SENTRY_TRACES_SAMPLE_RATE: '0'});
test.serial(keepsNothing, {OTEL_TRACES_SAMPLER: 'always_off'});

test.serial('a sampler that decides for itself is joined by what is reported, too', async t => {
	const pair = await startTracedPair({
		OTEL_TRACES_SAMPLER: 'traceidratio',
		OTEL_TRACES_SAMPLER_ARG: '0.000001',
	});
	t.teardown(pair.close);
	const {spanId} = await fail(pair, 3);
	const server = await pair.sink.span(span => span.spanId === spanId);
	t.is(server.attributes[rateKey], 1);
	await pair.sink.span(({kind, parentSpanId}) => kind === 3 && parentSpanId === spanId);
});
