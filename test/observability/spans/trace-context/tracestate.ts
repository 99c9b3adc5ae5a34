import test from 'ava';
import type {TracedPair} from '../_traced-pair.ts';
import {startTracedPair} from '../_traced-pair.ts';

/**
The cases for `tracestate` of the W3C Trace Context test suite, against the running service.

@see https://github.com/w3c/trace-context/blob/main/test/test.py
*/
let pair: TracedPair;

test.before(async () => {
	pair = await startTracedPair();
});

test.after.always(() => pair?.close());

const traceId = '12345678901234567890123456789012';

const passesOn = test.macro({
	async exec(t, lines: string[], expected: string | undefined) {
		const {
			status,
			traceId: continued,
			sent,
		} = await pair.ask([
			['traceparent', `00-${traceId}-1234567890123456-00`],
			...lines.map((line): [string, string] => ['tracestate', line]),
		]);
		t.is(status, 200);
		t.is(continued, traceId, 'whatever the state, the trace is continued');
		t.is(sent.tracestate || undefined, expected);
	},
	title: (_, lines) => {
		const text = JSON.stringify(lines);
		return `passes on ${text.length > 90 ? `${text.slice(0, 80)}… (${text.length})` : text}`;
	},
});

const numbered = (from: number, to: number) =>
	Array.from({length: to - from + 1}, (_, index) => `bar${String(from + index).padStart(2, '0')}=1`).join();
const range = (from: number, to: number) =>
	Array.from({length: to - from + 1}, (_, index) => String.fromCharCode(from + index)).join('');
const anyKey = `${range(0x61, 0x7a)}0123456789_-*/`;
const anyValue = range(0x20, 0x2b) + range(0x2d, 0x3c) + range(0x3e, 0x7e);

test(passesOn, ['foo=1,bar=2'], 'foo=1,bar=2');
test(passesOn, [''], undefined);
test(passesOn, ['foo=1', ''], 'foo=1');
test(passesOn, ['', 'foo=1'], 'foo=1');
test(passesOn, ['foo=1,bar=2', 'rojo=1,congo=2', 'baz=3'], 'foo=1,bar=2,rojo=1,congo=2,baz=3');
for (const spaced of ['foo=1 \t , \t bar=2, \t baz=3', 'foo=1\t \t,\t \tbar=2,\t \tbaz=3']) {
	test(passesOn, [spaced], 'foo=1,bar=2,baz=3');
}
for (const spaced of [' foo=1', '\tfoo=1', 'foo=1 ', 'foo=1\t', '\t foo=1 \t'])
	test(passesOn, [spaced], 'foo=1');
test(passesOn, [`${anyKey}=${anyValue}`], `${anyKey}=${anyValue}`);
test(passesOn, [`${anyKey}@a-z0-9_-*/=${anyValue}`], `${anyKey}@a-z0-9_-*/=${anyValue}`);
test(passesOn, [numbered(1, 10), numbered(11, 20), numbered(21, 32)], numbered(1, 32));
test(passesOn, [`foo=1`, `${'z'.repeat(256)}=1`], `foo=1,${'z'.repeat(256)}=1`);
test(
	passesOn,
	['foo=1', `${'t'.repeat(241)}@${'v'.repeat(14)}=1`],
	`foo=1,${'t'.repeat(241)}@${'v'.repeat(14)}=1`,
);

// One of two, as the suite asks.
test(passesOn, ['foo=1,foo=1'], 'foo=1');
test(passesOn, ['foo=1,foo=2'], 'foo=2');
test(passesOn, ['foo=1', 'foo=2'], 'foo=2');

// Deviations of OpenTelemetry's propagator: it drops a bad member, where the suite's strict cases drop the list.
test(passesOn, ['foo =1'], undefined);
test(passesOn, ['FOO=1'], undefined);
test(passesOn, ['foo.bar=1'], undefined);
test(passesOn, ['foo=1', `${'z'.repeat(257)}=1`], 'foo=1');
test(passesOn, ['foo=bar=baz'], undefined);
test(passesOn, ['foo=,bar=3'], 'bar=3');
test(passesOn, ['@foo=1,bar=2'], 'bar=2');
test(passesOn, [numbered(1, 33)], numbered(1, 32));
// … and reads level 1's keys, where level 2 allows `@` anywhere but in front.
test(passesOn, ['foo@=1,bar=2'], 'bar=2');
test(passesOn, ['foo@@bar=1,bar=2'], 'bar=2');
test(passesOn, ['foo@bar@baz=1,bar=2'], 'bar=2');
test(passesOn, ['foo=1', `${'t'.repeat(242)}@v=1`], 'foo=1');
test(passesOn, ['foo=1', `t@${'v'.repeat(15)}=1`], 'foo=1');
// … and no more than 512 characters, the least that the specification asks for.
test(
	passesOn,
	[`a=${'1'.repeat(250)},b=${'2'.repeat(250)},c=${'3'.repeat(250)}`],
	`a=${'1'.repeat(250)},b=${'2'.repeat(250)}`,
);
test(passesOn, [`a=1,${'x'.repeat(9000)}`], 'a=1');
