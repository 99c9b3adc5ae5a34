import test from 'ava';
import {decodeTraces} from '../otlp-spans.ts';
import {traceId} from './_fixture-spans.ts';

const refuses = test.macro({
	exec(t, _what: string, change: object, message: RegExp) {
		const span = {name: 'GET', traceId, spanId: 'b7ad6b7169203331', ...change};
		const body = Buffer.from(JSON.stringify({resourceSpans: [{scopeSpans: [{spans: [span]}]}]}));
		t.throws(() => decodeTraces(body, 'application/json'), {message});
	},
	title: (_, what) => `refuses ${what}`,
});

const keyTwice = [
	{key: 'a', value: {intValue: 1}},
	{key: 'a', value: {intValue: 2}},
];
test(
	refuses,
	'a trace id of a wrong length',
	{traceId: 'abcd'},
	/Trace id of span "GET" must be 32 hex digits.*"abcd"/,
);
test(refuses, 'a span id of zeros', {spanId: '0'.repeat(16)}, /Span id of span "GET"/);
test(refuses, 'a span without an id', {spanId: undefined}, /Span id of span "GET"/);
test(refuses, 'a parent id of zeros', {parentSpanId: '0'.repeat(16)}, /Parent span id of span "GET"/);
test(refuses, 'a link to nowhere', {links: [{traceId}]}, /Span id of a link of span "GET"/);
test(
	refuses,
	'an end before the start',
	{startTimeUnixNano: '5', endTimeUnixNano: '4'},
	/must not end before 5, got 4/,
);
test(refuses, 'an attribute key that comes twice', {attributes: keyTwice}, /must be unique, got a, a/);
