import test from 'ava';
import {startTracedPair} from '../_traced-pair.ts';

const traceId = '12345678901234567890123456789012';
const spanId = '1234567890123456';
const w3c: [string, string] = ['traceparent', `00-${traceId}-${spanId}-01`];
const b3: [string, string] = ['b3', `${traceId}-${spanId}-1`];

test.serial('OTEL_PROPAGATORS=b3 speaks b3 and nothing else', async t => {
	const pair = await startTracedPair({OTEL_PROPAGATORS: 'b3'});
	t.teardown(pair.close);
	const continued = await pair.ask([b3]);
	t.is(continued.traceId, traceId);
	t.regex(String(continued.headers['b3']), new RegExp(`^${traceId}-(?!${spanId})[\\da-f]{16}-1$`));
	t.is(continued.sent.traceparent, undefined);
	const unsampled = await pair.ask([['b3', `${traceId}-${spanId}-0`]]);
	t.false(unsampled.sampled);
	t.not((await pair.ask([w3c])).traceId, traceId);
	t.not((await pair.ask([['b3', 'garbage']])).traceId, traceId);
});

test.serial('OTEL_PROPAGATORS=none reads and passes on nothing, and still traces', async t => {
	const pair = await startTracedPair({OTEL_PROPAGATORS: 'none'});
	t.teardown(pair.close);
	const outcome = await pair.ask([w3c, ['baggage', 'a=1'], ['tracestate', 'a=1']]);
	t.not(outcome.traceId, traceId);
	t.deepEqual(Object.values(outcome.sent).filter(Boolean), []);
	t.is((await pair.sink.span(found => found.spanId === outcome.spanId)).name, 'GET /relay/:names');
});
