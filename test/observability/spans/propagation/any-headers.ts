import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import type {Headers} from './_pass-on.ts';
import {createPassOn} from './_pass-on.ts';

const traces = ['12345678901234567890123456789012', 'abcdefabcdefabcdefabcdefabcdefab', '0'.repeat(32), 'x'];
const spans = ['1234567890123456', 'fedcba0987654321', '0'.repeat(16), ''];
const junk = fc.oneof(
	fc.string({maxLength: 60}),
	fc.string({unit: 'binary', maxLength: 20}),
	fc.constant(''),
);

const traceparent = fc
	.tuple(
		fc.constantFrom('00', '01', 'ff', '0'),
		fc.constantFrom(...traces),
		fc.constantFrom(...spans),
		fc.constantFrom('00', '01', '03', '1'),
	)
	.map(parts => parts.join('-'));
const sentryTrace = fc
	.tuple(fc.constantFrom(...traces), fc.constantFrom(...spans), fc.constantFrom('', '-0', '-1', '-2'))
	.map(([traceId, spanId, decision]) => `${traceId}-${spanId}${decision}`);
const tracestate = fc.constantFrom('vendor=1', 'ot=th:8', 'ot=rv:ffffffffffffff;th:e66666666666', 'a=,b', '');

const value = fc.oneof(
	fc.constantFrom(...traces, '0.25', '1', 'true', 'shop%401.0', '%E0%A4%A', 'a b', '"', '\xe9', '@@@'),
	fc.string({maxLength: 20}),
	fc.integer({min: 0, max: 9000}).map(length => '@'.repeat(length)),
);
const key = fc.oneof(
	fc.constantFrom(
		...['trace_id', 'public_key', 'sample_rate', 'sample_rand', 'sampled', 'org_id', '__proto__', 'a(b'].map(
			name => `sentry-${name}`,
		),
		'tenant',
		'a(b',
		'sentry%2Dtrace_id',
	),
	fc.string({maxLength: 8}),
);
const member = fc
	.tuple(
		fc.constantFrom('', ' '),
		key,
		fc.constantFrom('=', ' = ', ''),
		value,
		fc.constantFrom('', ';flag', ';p=1', ';\xe9'),
	)
	.map(parts => parts.join(''));
const baggage = fc.array(member, {maxLength: 200}).map(members => members.join(','));

/** Node joins the lines of a header that came twice. */
const doubled = <T extends string>(one: fc.Arbitrary<T>) =>
	fc.oneof(
		{weight: 8, arbitrary: one},
		{weight: 1, arbitrary: fc.tuple(one, one).map(two => two.join(', '))},
	);

const anyHeaders = fc.record(
	{
		traceparent: doubled(fc.oneof({weight: 4, arbitrary: traceparent}, junk)),
		tracestate: doubled(fc.oneof({weight: 4, arbitrary: tracestate}, junk)),
		'sentry-trace': doubled(fc.oneof({weight: 4, arbitrary: sentryTrace}, junk)),
		baggage: doubled(fc.oneof({weight: 6, arbitrary: baggage}, junk)),
	},
	{requiredKeys: []},
) as fc.Arbitrary<Headers>;

/** Those that random ones come to once in many runs. */
const examples: [Headers][] = [
	[{'sentry-trace': `${traces[0]}-${spans[0]}`, baggage: 'sentry-sample_rand=0.25'}],
	[{'sentry-trace': `${traces[0]}-${spans[0]}-1`, baggage: 'sentry-sample_rand=0.25'}],
	...[4000, 8130, 8140].map((length): [Headers] => [
		{
			'sentry-trace': `${traces[0]}-${spans[0]}`,
			baggage: `sentry-sample_rand=0.25,sentry-public_key=${'@'.repeat(length)}`,
		},
	]),
];

/** https://www.w3.org/TR/trace-context/#traceparent-header, of a version that we write. */
const validTraceparent = /^00-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-0([01])$/;
/** https://develop.sentry.dev/sdk/foundations/trace-propagation/#sentry-trace-header */
const validSentryTrace = /^([\da-f]{32})-([\da-f]{16})-([01])$/;
/** https://www.w3.org/TR/baggage/#definition */
const token = String.raw`[!#$%&'*+.^_\`|~\w-]+`;
const octets = String.raw`[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*`;
const validMember = new RegExp(
	`^${token}=${octets}(?:[ \\t]*;[ \\t]*${token}(?:[ \\t]*=[ \\t]*${octets})?)*$`,
);

const environments = [
	{},
	{SENTRY_ORG_ID: '7', SENTRY_STRICT_TRACE_CONTINUATION: 'true'},
	{SENTRY_TRACES_SAMPLE_RATE: '0.3', SENTRY_ORG_ID: '1'},
	{OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.3'},
	{OTEL_PROPAGATORS: 'sentry,tracecontext'},
	{OTEL_PROPAGATORS: 'tracecontext,baggage,sentry,b3'},
];

for (const env of environments) {
	test(`whatever comes in, what goes out is one trace: ${JSON.stringify(env)}`, async t => {
		const passOn = await createPassOn(env);
		const isOneTrace = fc.property(anyHeaders, received => {
			const {headers, traceId, isSampled, sentry, others} = passOn(received);
			const decision = isSampled ? '1' : '0';
			assert.equal(validTraceparent.exec(headers['traceparent']!)?.[1], traceId);
			assert.equal(validTraceparent.exec(headers['traceparent']!)?.[3], decision);
			assert.deepEqual(validSentryTrace.exec(headers['sentry-trace']!)?.slice(1), [
				...headers['traceparent']!.split('-').slice(1, 3),
				decision,
			]);
			const written = headers['baggage']?.split(',') ?? [];
			for (const one of written) assert.match(one, validMember);
			assert.ok((headers['baggage']?.length ?? 0) <= 8192);
			assert.equal(new Set(written.map(one => one.split('=', 1)[0])).size, written.length, 'each key once');
			assert.ok([traceId, undefined].includes(sentry['trace_id']));
			if (sentry['trace_id'] !== traceId) {
				// Without a trace of its own it is the caller's, which named none; the rate is ours where we decided.
				const isUndecided = /-[\da-f]{16}[\t ]*$/.test(received['sentry-trace'] ?? '');
				for (const name of Object.keys(sentry)) {
					const isOwn = name === 'sample_rate' && isUndecided && isSampled;
					assert.ok(isOwn || received['baggage']!.includes(`sentry-${name}`), name);
				}
			}
			assert.ok(others.length <= (received['baggage']?.split(',').length ?? 0));

			// Of the same kind in the next service, and the one after: it neither grows nor changes.
			const next = passOn(headers);
			const again = passOn(next.headers);
			assert.equal(again.headers['baggage'], next.headers['baggage']);
			assert.equal(again.headers['tracestate'], next.headers['tracestate']);
			if (!('OTEL_TRACES_SAMPLER' in env)) assert.equal(next.headers['baggage'], headers['baggage']);
			assert.equal(next.traceId, traceId);
		});
		t.notThrows(() => fc.assert(isOneTrace, {numRuns: 40000, includeErrorInReport: true, examples}));
	});
}
