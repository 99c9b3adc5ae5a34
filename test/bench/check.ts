import test from 'ava';
import {assertComplete, assertNothingLost} from '../../bench/check.ts';

const incomplete = test.macro({
	exec(t, data: unknown, path: string) {
		t.throws(() => assertComplete(data, 'row'), {message: new RegExp(`^row${path} `)});
	},
	title: (_, data) => `${JSON.stringify(data)} is not a complete measurement`,
});

test(incomplete, [{ratio: {median: Number.NaN}}], '\\.0\\.ratio\\.median');
test(incomplete, {rows: []}, '\\.rows');
test(incomplete, [{p99Ms: Number.POSITIVE_INFINITY}], '\\.0\\.p99Ms');
test(incomplete, {spans: undefined}, '\\.spans');

test('a null says that a column does not apply', t => {
	t.notThrows(() => assertComplete([{name: 'bare', lost: null, spans: 0}], 'row'));
});

test('a span that the service lost fails the smoke, one that a peer lost does not', t => {
	t.notThrows(() => assertNothingLost([{name: 'otel-sentry', lost: 3}]));
	t.notThrows(() => assertNothingLost({rows: [{name: 'service-1.0', lost: 0}]}));
	t.throws(() => assertNothingLost({rows: [{name: 'service-1.0', lost: 1}]}), {message: /lost 1 spans/});
	t.throws(() => assertNothingLost([{name: 'service-1.0', lost: 2}]), {message: /lost 2 spans/});
});
