import test from 'ava';
import type {Lines} from './_traced-pair.ts';
import {startTracedPair} from './_traced-pair.ts';

const traceId = '12345678901234567890123456789012';
const rateKey = 'sentry.client_sample_rate';

const from = (flags: '00' | '01', ...more: Lines): Lines => [
	['traceparent', `00-${traceId}-1234567890123456-${flags}`],
	...more,
];

/** Rates of the server span and of the call below it, each a double. */
async function ratesOf(pair: Awaited<ReturnType<typeof startTracedPair>>, lines: Lines): Promise<unknown[]> {
	const {spanId} = await pair.ask(lines);
	const call = await pair.sink.span(span => span.parentSpanId === spanId);
	const server = await pair.sink.span(span => span.spanId === spanId);
	const types = [server, call].map(span => span.attributeTypes[rateKey]);
	if (types.some(type => type !== 'doubleValue')) throw new Error(`Expected doubles, got ${types}`);
	return [server.attributes[rateKey], call.attributes[rateKey]];
}

test.serial('at rate 1 every trace is kept, as one', async t => {
	const pair = await startTracedPair();
	t.teardown(pair.close);
	t.deepEqual(await ratesOf(pair, []), [1, 1]);
	const {sampled, sent} = await pair.ask();
	t.true(sampled);
	t.is(sent.tracestate, undefined);
	const unsampled = await pair.ask(from('00'));
	t.false(unsampled.sampled, 'a caller that keeps no trace is obeyed');
	t.regex(unsampled.sent.traceparent!, /-00$/);
	await pair.service.stop();
	t.false(pair.sink.spans.some(span => span.traceId === traceId));
});

test.serial('a kept trace counts for as many as its root said', async t => {
	const pair = await startTracedPair();
	t.teardown(pair.close);
	t.deepEqual(await ratesOf(pair, from('01', ['tracestate', 'ot=th:8'])), [0.5, 0.5]);
	t.deepEqual(
		await ratesOf(pair, from('01', ['tracestate', 'x=1,ot=rv:ffffffffffffff;th:e66666666666'])),
		[0.1, 0.1],
	);
	t.deepEqual(await ratesOf(pair, from('01', ['tracestate', 'ot=th:0'])), [1, 1]);
	t.deepEqual(await ratesOf(pair, from('01', ['tracestate', 'ot=th:garbage'])), [1, 1]);
	t.deepEqual(
		await ratesOf(pair, from('01', ['tracestate', 'ot=th:ffffffffffffff'])),
		[1, 1],
		'nobody stands for 10^16',
	);
});

test.serial('a kept trace counts for as many as a Sentry SDK at its head said', async t => {
	const pair = await startTracedPair();
	t.teardown(pair.close);
	const said = (rate: string, rand = ''): Lines =>
		from('01', [
			'baggage',
			`sentry-sample_rate=${rate}${rand && `,sentry-sample_rand=${rand}`},sentry-sampled=true`,
		]);
	t.deepEqual(await ratesOf(pair, said('0.2', '0.15')), [0.2, 0.2]);
	t.deepEqual(await ratesOf(pair, said('0.2')), [0.2, 0.2]);
	for (const wrong of ['0', '1', '1.0', '2', '-1', 'x', '1e-9', ''])
		t.deepEqual(await ratesOf(pair, said(wrong)), [1, 1]);
	t.deepEqual(
		await ratesOf(pair, [...said('0.2'), ['tracestate', 'ot=th:8']]),
		[0.5, 0.5],
		'tracestate goes first',
	);
	// Those downstream see a number above the threshold, as the specification of `rv` demands.
	const {sent} = await pair.ask([...said('0.25', '0.125'), ['tracestate', 'vendor=1']]);
	t.is(sent.tracestate, 'ot=rv:e0000000000000;th:c,vendor=1');
	t.regex(sent.baggage!, /sentry-sample_rate=0\.25/);
});

test.serial('at rate 0.25 about a quarter is kept, and says so', async t => {
	const pair = await startTracedPair({SENTRY_TRACES_SAMPLE_RATE: '0.25'});
	t.teardown(pair.close);
	const outcomes = [];
	for (let index = 0; index < 200; index++) outcomes.push(await pair.ask());
	const kept = outcomes.filter(({sampled}) => sampled);
	// Off by more than that once in a million runs.
	t.true(kept.length > 20 && kept.length < 85, `${kept.length} of 200`);
	for (const {sampled, sent} of outcomes) {
		t.is(sent.tracestate, sampled ? 'ot=th:c' : undefined);
		t.is(sent.traceparent!.endsWith('-01'), sampled);
	}
	await pair.service.stop();
	t.deepEqual(
		pair.sink.spans.map(span => span.attributes[rateKey]),
		Array.from({length: kept.length * 2}, () => 0.25),
	);
	t.deepEqual(
		new Set(pair.sink.spans.map(span => span.traceId)),
		new Set(kept.map(outcome => outcome.traceId)),
	);
});

test.serial('at rate 0 no trace starts, an upstream’s is continued, and errors are complete', async t => {
	const pair = await startTracedPair({SENTRY_TRACES_SAMPLE_RATE: '0'});
	t.teardown(pair.close);
	t.false((await pair.ask()).sampled);
	t.deepEqual(await ratesOf(pair, from('01')), [1, 1]);
	const response = await fetch(`${pair.service.url}/debug/sentry`);
	const [, traceId, spanId, flags] = response.headers.get('traceresponse')!.split('-');
	t.is(flags, '00');
	const event = await pair.sink.event();
	t.is(event.contexts?.trace?.trace_id, traceId);
	t.is(event.contexts?.trace?.span_id, spanId);
	t.is(event.transaction, 'GET /debug/sentry');
	t.regex(String(event.tags?.['request_id']), /^[\w-]+$/);
	t.is(event.request?.method, 'GET');
	t.is(pair.sink.spans.length, 2);
});

test.serial('an error in a trace that its caller does not keep is complete', async t => {
	const pair = await startTracedPair();
	t.teardown(pair.close);
	await fetch(`${pair.service.url}/debug/sentry`, {headers: {traceparent: from('00')[0]![1]}});
	const event = await pair.sink.event();
	t.is(event.contexts?.trace?.trace_id, traceId);
	t.is(event.exception?.values?.[0]?.value, 'This failure is on purpose');
});

const samples = test.macro({
	async exec(t, sampler: string, argument: string, expected: {own: boolean; kept: boolean; unkept: boolean}) {
		const pair = await startTracedPair({
			OTEL_TRACES_SAMPLER: sampler,
			...(argument && {OTEL_TRACES_SAMPLER_ARG: argument}),
		});
		t.teardown(pair.close);
		const own = (await pair.ask()).sampled;
		const kept = (await pair.ask(from('01', ['tracestate', 'vendor=1']))).sampled;
		const unkept = (await pair.ask(from('00'))).sampled;
		t.deepEqual({own, kept, unkept}, expected);
	},
	title: (_, sampler, argument) => `OTEL_TRACES_SAMPLER=${sampler} ${argument}`,
});

test.serial(samples, 'always_on', '', {own: true, kept: true, unkept: true});
test.serial(samples, 'always_off', '', {own: false, kept: false, unkept: false});
test.serial(samples, 'parentbased_always_off', '', {own: false, kept: true, unkept: false});
test.serial(samples, 'parentbased_traceidratio', '1', {own: true, kept: true, unkept: false});
test.serial(samples, 'traceidratio', '0', {own: false, kept: false, unkept: false});

test.serial('a sampler that decides for itself weighs for itself, whatever its caller said', async t => {
	const pair = await startTracedPair({OTEL_TRACES_SAMPLER: 'always_on'});
	t.teardown(pair.close);
	const said: Lines = [
		['tracestate', 'vendor=1,ot=th:8'],
		['baggage', `sentry-trace_id=${traceId},sentry-sample_rate=0.001`],
	];
	for (const flags of ['00', '01'] as const) t.deepEqual(await ratesOf(pair, from(flags, ...said)), [1, 1]);
	const {sent} = await pair.ask(from('01', ...said));
	t.is(sent.tracestate, 'ot=th:0,vendor=1');
	t.false(sent.baggage?.includes('0.001') ?? false);
});

test.serial('a sampler that decides for itself keeps other vendors’ state', async t => {
	const pair = await startTracedPair({OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.5'});
	t.teardown(pair.close);
	const high: Lines = [
		['traceparent', `00-${'f'.repeat(32)}-1234567890123456-00`],
		['tracestate', 'vendor=1,ot=th:0'],
	];
	t.is((await pair.ask(high)).sent.tracestate, 'ot=th:8,vendor=1');
	const low: Lines = [
		['traceparent', `00-${'1'.repeat(32)}-1234567890123456-01`],
		['tracestate', 'vendor=1'],
	];
	t.like(await pair.ask(low), {sampled: false, sent: {tracestate: 'vendor=1'}});
	const random: Lines = [low[0]!, ['tracestate', 'ot=rv:90000000000000']];
	t.is((await pair.ask(random)).sent.tracestate, 'ot=rv:90000000000000;th:8');
});
