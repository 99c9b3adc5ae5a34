import test from 'ava';
import {ownBaggage, removeTraceHeaders} from '../../../../observability/spans/propagation/targets.ts';
import {startTracedPair} from '../_traced-pair.ts';

const incoming: [string, string][] = [
	['traceparent', '00-12345678901234567890123456789012-1234567890123456-01'],
	['tracestate', 'vendor=1'],
	['baggage', 'tenant=acme'],
];

const tells = test.macro({
	async exec(t, targets: string, expected: boolean) {
		const pair = await startTracedPair({TRACE_PROPAGATION_TARGETS: targets});
		t.teardown(pair.close);
		const {sent, spanId} = await pair.ask(incoming);
		const told = Object.entries(sent).filter(([, value]) => value !== undefined);
		t.deepEqual(
			told.map(([name]) => name).sort(),
			expected ? ['baggage', 'sentry-trace', 'traceparent', 'tracestate'] : [],
		);
		t.truthy(
			await pair.sink.span(({parentSpanId}) => parentSpanId === spanId),
			'the call is a span all the same',
		);
	},
	title: (_, targets: string, expected: boolean) =>
		`TRACE_PROPAGATION_TARGETS=${targets} tells ${expected ? '' : 'not '}127.0.0.1`,
});

test(tells, '.example.com,127.0.0.1', true);
test(tells, '.example.com,localhost', false);

test('what a call brings of a trace itself gives way to ours', t => {
	const fields = new Set(['traceparent', 'tracestate', 'sentry-trace', 'baggage']);
	const headers = [
		...['TraceParent', '00-1', 'accept', '*/*', 'sentry-trace', 'x-1', 'tracestate', 'a=1'],
		...['Baggage', 'a=1, sentry-release=x,b=2', 'baggage', 'sentry-release=x'],
	];
	removeTraceHeaders(headers, fields);
	t.deepEqual(headers, ['accept', '*/*', 'Baggage', 'a=1,b=2']);
	t.is(ownBaggage(''), '');
});
