import test from 'ava';
import type {Headers, PassedOn} from './_pass-on.ts';
import {createPassOn} from './_pass-on.ts';

const traceId = '12345678901234567890123456789012';
const spanId = '1234567890123456';
const other = 'abcdefabcdefabcdefabcdefabcdefab';
const sentry = (decision: string): Headers => ({'sentry-trace': `${traceId}-${spanId}${decision}`});
const head = `sentry-trace_id=${traceId},sentry-public_key=browser,sentry-release=web%401.0,sentry-environment=live,sentry-transaction=%2Fcart`;
const weighed = `${head},sentry-sample_rate=0.25,sentry-sample_rand=0.125,sentry-sampled=true`;

const passes = test.macro({
	async exec(t, _: string, received: Headers, expected: Partial<PassedOn>, env: Record<string, string> = {}) {
		const outcome = (await createPassOn(env))(received);
		t.like(outcome, expected);
		const {traceparent, 'sentry-trace': sentryTrace} = outcome.headers;
		t.is(sentryTrace?.slice(0, 49), traceparent?.slice(3, 52), 'both say the same');
	},
	title: (_, what: string) => what,
});

test(passes, 'a trace of `sentry-trace` is continued, kept', sentry('-1'), {traceId, isSampled: true});
test(passes, 'and not kept', sentry('-0'), {traceId, isSampled: false});
test(passes, 'a decision left open is ours: yes at rate 1', sentry(''), {traceId, isSampled: true});
test(passes, 'and no at rate 0', sentry(''), {traceId, isSampled: false}, {SENTRY_TRACES_SAMPLE_RATE: '0'});
test(
	passes,
	'`traceparent` goes first',
	{...sentry('-1'), traceparent: `00-${other}-${spanId}-00`},
	{traceId: other, isSampled: false},
);
test(
	passes,
	'a malformed `traceparent` does not',
	{...sentry('-1'), traceparent: `00-${other}-${spanId}`},
	{traceId},
);
test('without `sentry` among the propagators nobody reads it, and nobody writes it', async t => {
	const passOn = await createPassOn({OTEL_PROPAGATORS: 'tracecontext,baggage'});
	const outcome = passOn({...sentry('-1'), baggage: weighed});
	t.not(outcome.traceId, traceId);
	t.is(outcome.headers['sentry-trace'], undefined);
	t.is(outcome.headers['baggage'], undefined);
	const w3c = passOn({traceparent: `00-${traceId}-${spanId}-01`, baggage: weighed});
	t.is(w3c.headers['baggage'], weighed, 'what belongs to a W3C trace is still passed on');
});

for (const malformed of [
	traceId,
	`${traceId}-`,
	`${traceId}-${spanId}-2`,
	`${traceId}-${spanId}-`,
	`${traceId}-${spanId}-1-1`,
	`${'0'.repeat(32)}-${spanId}-1`,
	`${traceId}-${'0'.repeat(16)}-1`,
	`${traceId.slice(1)}-${spanId}-1`,
	`${traceId}-${spanId}-1, ${traceId}-${spanId}-1`,
	`${traceId}-${spanId}-1`.replace('1', 'G'),
	'a'.repeat(9000),
]) {
	test(`a trace begins for "${malformed.slice(0, 90)}"`, async t => {
		const {
			traceId: begun,
			others,
			sentry: said,
		} = (await createPassOn())({
			'sentry-trace': malformed,
			baggage: `tenant=acme,${weighed}`,
		});
		t.not(begun, traceId);
		t.is(said['trace_id'], begun, 'nothing of the other trace');
		t.is(said['public_key'], 'public');
		t.deepEqual(others, ['tenant=acme']);
	});
}

test('what the head of the trace said is passed on to the letter, whatever we are', async t => {
	const passOn = await createPassOn({SENTRY_ORG_ID: '7', SENTRY_TRACES_SAMPLE_RATE: '0.5'});
	for (const decision of ['-1', '-0']) {
		const {headers} = passOn({...sentry(decision), baggage: `tenant=acme,${weighed},color=blue;p=1`});
		t.is(headers['baggage'], `tenant=acme,color=blue;p=1,${weighed}`);
	}
	const w3c = passOn({traceparent: `00-${traceId}-${spanId}-01`, baggage: weighed});
	t.is(w3c.headers['baggage'], weighed, 'a Sentry SDK may send `traceparent` too');
});

test('members of another trace, or of two, are not passed on beside ours', async t => {
	const passOn = await createPassOn();
	const foreign = weighed.replace(traceId, other);
	for (const baggage of [
		foreign,
		`${weighed},${foreign}`,
		`${foreign}, ${weighed}`,
		`${weighed},x=${'y'.repeat(8192)}`,
	]) {
		t.deepEqual(passOn({...sentry('-1'), baggage}).sentry, {});
	}
	const alone = passOn({baggage: foreign});
	t.is(alone.sentry['trace_id'], alone.traceId);
	t.false('transaction' in alone.sentry);
});

test('the rate of a head weighs the spans here and below', async t => {
	const {headers} = (await createPassOn())({...sentry('-1'), baggage: weighed});
	t.is(headers['tracestate'], 'ot=rv:e0000000000000;th:c');
});

test('a trace that begins here says all of itself', async t => {
	const passOn = await createPassOn({
		SENTRY_DSN: 'https://public@o7.ingest.sentry.io/1',
		SENTRY_ENVIRONMENT: 'live',
		SENTRY_RELEASE: 'shop@2',
	});
	t.deepEqual(passOn({}).sentry, {
		trace_id: '0af7651916cd43dd8448eb211c80319c',
		public_key: 'public',
		environment: 'live',
		release: 'shop@2',
		org_id: '7',
		sample_rate: '1',
		sample_rand: passOn({}).sentry['sample_rand']!,
		sampled: 'true',
	});
	t.regex(passOn({}).sentry['sample_rand']!, /^0\.\d{6}$/);
});

test('without Sentry nothing is said in its name', async t => {
	const {headers} = (await createPassOn({SENTRY_DSN: '', OTEL_PROPAGATORS: 'tracecontext,baggage,sentry'}))(
		{},
	);
	t.regex(headers['sentry-trace']!, /-1$/);
	t.is(headers['baggage'], undefined);
});

test('sample_rand is below the rate where a trace is kept, and only there', async t => {
	for (const rate of ['0.1', '0.333333333', '0.9', '0', '1']) {
		for (let round = 0; round < 200; round++) {
			const random = Math.floor((round / 200) * 2 ** 48)
				.toString(16)
				.padStart(12, '0');
			const passOn = await createPassOn({SENTRY_TRACES_SAMPLE_RATE: rate}, `${'1'.repeat(18)}${random}00`);
			const {isSampled, sentry: said} = passOn({});
			t.is(Number(said['sample_rand']) < Number(rate), isSampled);
			t.is(said['sampled'], String(isSampled));
			t.is(Number(said['sample_rate']), Number(rate));
		}
	}
});

test('where the head is not Sentry’s, only what is needed to weigh the trace is said', async t => {
	const passOn = await createPassOn();
	const traceparent = `00-${traceId}-${spanId}-01`;
	t.deepEqual(passOn({traceparent}).sentry, {});
	const {sample_rand: random, ...said} = passOn({traceparent, tracestate: 'ot=th:8'}).sentry;
	t.deepEqual(said, {trace_id: traceId, public_key: 'public', sample_rate: '0.5', sampled: 'true'});
	t.true(Number(random) < 0.5);
	t.deepEqual(passOn(sentry('-1')).sentry, {}, 'nor for an old SDK, which said nothing');
});

test('an open decision uses the head’s random number, and tells the rate that it was compared with', async t => {
	const passOn = await createPassOn({SENTRY_TRACES_SAMPLE_RATE: '0.25'});
	const open = `${head},sentry-sample_rand=0.2`;
	const kept = passOn({...sentry(''), baggage: open});
	t.true(kept.isSampled);
	t.like(kept.sentry, {sample_rand: '0.2', sample_rate: '0.25', release: 'web@1.0'});
	t.regex(kept.headers['tracestate']!, /th:c$/);
	t.like(passOn({...sentry(''), baggage: open.replace('0.2', '0.3')}), {
		isSampled: false,
		headers: {baggage: open.replace('0.2', '0.3')},
	});
});

test('who decides for itself weighs for itself', async t => {
	const env = {OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25'};
	const high = 'f'.repeat(32);
	const {sentry: said, isSampled} = (await createPassOn(env))({
		'sentry-trace': `${high}-${spanId}-0`,
		baggage: weighed.replace(traceId, high),
	});
	t.true(isSampled);
	t.like(said, {trace_id: high, public_key: 'public', sample_rate: '0.25', sampled: 'true'});
	t.false('release' in said);
});

/** https://develop.sentry.dev/sdk/foundations/trace-propagation/#stricttracecontinuation */
const matrix: [named: string, own: string, strict: boolean, continued: boolean][] = [
	['1', '1', false, true],
	['', '1', false, true],
	['1', '', false, true],
	['', '', false, true],
	['1', '2', false, false],
	['1', '1', true, true],
	['', '1', true, false],
	['1', '', true, false],
	['', '', true, true],
	['1', '2', true, false],
];

for (const [named, own, strict, continued] of matrix) {
	test(`organisation ${named || 'none'} asks ${own || 'none'}, strict ${strict}: ${continued}`, async t => {
		const passOn = await createPassOn({
			SENTRY_DSN: own ? `https://public@o${own}.ingest.sentry.io/1` : 'https://public@sentry.example/1',
			SENTRY_STRICT_TRACE_CONTINUATION: String(strict),
		});
		const baggage = `tenant=acme,sentry-trace_id=${traceId}${named && `,sentry-org_id=${named}`}`;
		for (const ids of [sentry('-1'), {traceparent: `00-${traceId}-${spanId}-01`, tracestate: 'a=1'}]) {
			const outcome = passOn({...ids, baggage});
			t.is(outcome.traceId === traceId, continued);
			t.is(outcome.others.includes('tenant=acme'), continued, 'all or nothing');
			t.is(outcome.headers['tracestate'], continued && 'tracestate' in ids ? 'a=1' : undefined);
			if (!continued) t.is(outcome.sentry['org_id'], own || undefined);
		}
	});
}

test('SENTRY_ORG_ID goes before the DSN’s host', async t => {
	const passOn = await createPassOn({SENTRY_DSN: 'https://p@o2.ingest.sentry.io/1', SENTRY_ORG_ID: '1'});
	t.is(passOn({...sentry('-1'), baggage: 'sentry-org_id=1'}).traceId, traceId);
});
