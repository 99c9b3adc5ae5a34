import test from 'ava';
import type {Lines, TracedPair} from '../_traced-pair.ts';
import {startTracedPair} from '../_traced-pair.ts';

/**
The cases for `traceparent` of the W3C Trace Context test suite, against the running service.

@see https://github.com/w3c/trace-context/blob/main/test/test.py
*/
let pair: TracedPair;

test.before(async () => {
	pair = await startTracedPair();
});

test.after.always(() => pair?.close());

const traceId = '12345678901234567890123456789012';
const spanId = '1234567890123456';
const good = `00-${traceId}-${spanId}-01`;
const valid = /^00-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-0[01]$/;

const continues = test.macro({
	async exec(t, lines: Lines) {
		const {status, sent, ...outcome} = await pair.ask(lines);
		t.is(status, 200);
		t.is(outcome.traceId, traceId);
		t.regex(sent.traceparent!, valid);
		t.is(sent.traceparent!.split('-')[1], traceId);
		t.not(sent.traceparent!.split('-')[2], spanId);
		t.not(sent.traceparent!.split('-')[2], outcome.spanId, 'a span of its own for the call');
	},
	title: (_, lines) => `continues the trace of ${JSON.stringify(lines)}`,
});

const restarts = test.macro({
	async exec(t, lines: Lines) {
		const {status, sent, ...outcome} = await pair.ask(lines);
		t.is(status, 200);
		t.regex(sent.traceparent!, valid);
		t.is(sent.traceparent!.split('-')[1], outcome.traceId);
		for (const [, value] of lines) t.false(value.includes(outcome.traceId));
		t.is(sent.tracestate, undefined);
	},
	title: (_, lines) => `starts a trace for ${JSON.stringify(lines)}`,
});

test(continues, [['traceparent', good]]);
test(continues, [['TraceParent', good]]);
test(continues, [['TRACEPARENT', good]]);
// Space around a value is none of it, RFC 9110 §5.5.
for (const padded of [` ${good}`, `\t${good}`, `${good} `, `${good}\t`, `\t ${good} \t`]) {
	test(continues, [['traceparent', padded]]);
}
// A future version is read as far as this one goes.
test(continues, [['traceparent', `cc-${traceId}-${spanId}-01`]]);
test(continues, [['traceparent', `cc-${traceId}-${spanId}-01-what-the-future-will-be-like`]]);

test(restarts, []);
test(restarts, [
	['traceparent', `00-${traceId.slice(0, -1)}1-${spanId}-01`],
	['traceparent', good],
]);
test(restarts, [['trace-parent', good]]);
test(restarts, [['trace.parent', good]]);
test(restarts, [['tracestate', 'foo=1']]);
for (const malformed of [
	'',
	`${good}.`,
	`${good}-what-the-future-will-be-like`,
	`cc-${traceId}-${spanId}-01.what-the-future-will-be-like`,
	`ff-${traceId}-${spanId}-01`,
	`.0-${traceId}-${spanId}-01`,
	`0.-${traceId}-${spanId}-01`,
	`000-${traceId}-${spanId}-01`,
	`0000-${traceId}-${spanId}-01`,
	`0-${traceId}-${spanId}-01`,
	`00-${'0'.repeat(32)}-${spanId}-01`,
	`00-.${traceId.slice(1)}-${spanId}-01`,
	`00-${traceId.slice(0, -1)}.-${spanId}-01`,
	`00-${traceId}3-${spanId}-01`,
	`00-${traceId.slice(0, -1)}-${spanId}-01`,
	`00-${traceId}-${'0'.repeat(16)}-01`,
	`00-${traceId}-.${spanId.slice(1)}-01`,
	`00-${traceId}-${spanId.slice(0, -1)}.-01`,
	`00-${traceId}-${spanId}7-01`,
	`00-${traceId}-${spanId.slice(0, -1)}-01`,
	`00-${traceId}-${spanId}-.0`,
	`00-${traceId}-${spanId}-0.`,
	`00-${traceId}-${spanId}-001`,
	`00-${traceId}-${spanId}-1`,
	`00-ABCDEF78901234567890123456789012-${spanId}-01`,
	`00-${'a'.repeat(8000)}`,
]) {
	test(restarts, [
		['traceparent', malformed],
		['tracestate', 'foo=1'],
	]);
}

test('each call of one request has a span of its own in the caller’s trace', async t => {
	const response = await fetch(`${pair.service.url}/relay/many-a,many-b,many-c`, {
		headers: {traceparent: good},
	});
	t.is(response.status, 200);
	const sent = pair.upstream.requests
		.filter(({path}) => path.includes('many-'))
		.map(({headers}) => String(headers['traceparent']));
	t.is(sent.length, 3);
	t.deepEqual([...new Set(sent.map(value => value.split('-')[1]))], [traceId]);
	t.is(new Set(sent.map(value => value.split('-')[2])).size, 3);
	t.regex(response.headers.get('traceresponse')!, new RegExp(`^00-${traceId}-[\\da-f]{16}-01$`));
});

test('level 2: the random flag is read, and not passed on', async t => {
	// A deviation of OpenTelemetry's: its SDK makes the flags from its own decision alone.
	const {traceId: continued, sent, sampled} = await pair.ask([['traceparent', `00-${traceId}-${spanId}-02`]]);
	t.is(continued, traceId);
	t.false(sampled);
	t.regex(sent.traceparent!, /-00$/);
	const both = await pair.ask([['traceparent', `00-${traceId}-${spanId}-03`]]);
	t.true(both.sampled);
	t.regex(both.sent.traceparent!, /-01$/);
});
