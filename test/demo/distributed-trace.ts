import test from 'ava';
import manifest from '../../package.json' with {type: 'json'};
import {findFreePort} from '../../scripts/port.ts';
import {startSpotlight} from '../../scripts/spotlight.ts';
import {runToExit} from '../kit/run-to-exit.ts';
import {startSink} from '../kit/sink.ts';
import {readSpotlight} from '../scripts/_spotlight.ts';

const server = 2;
const client = 3;

test('the demo’s trace is one: a server span, parallel client spans, the other service’s server spans', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const {code, stdout, stderr} = await runToExit({
		entry: 'scripts/demo.ts',
		args: ['--once'],
		env: {SENTRY_DSN: sink.dsn, SENTRY_SPOTLIGHT: '0', PORT: '0'},
	});
	t.is(code, 0, stderr);
	const [, good] = /in parallel \(trace (\w{32})\)/.exec(stdout) ?? [];
	const [, failed] = /on either side \(trace (\w{32})\)/.exec(stdout) ?? [];

	const spans = sink.spans.filter(({traceId}) => traceId === good);
	const root = spans.find(({parentSpanId}) => parentSpanId === undefined);
	t.like(root, {name: 'POST /quotes', kind: server});
	t.is(root?.resource['service.name'], manifest.name);
	t.is(root?.attributes['user.id'], 'user-42');

	const calls = spans.filter(({kind}) => kind === client);
	t.is(calls.length, 3);
	t.true(calls.every(({parentSpanId}) => parentSpanId === root?.spanId));
	const lastStart = calls
		.map(({startTimeUnixNano}) => startTimeUnixNano)
		.sort()
		.at(-1)!;
	t.true(
		calls.every(({endTimeUnixNano}) => endTimeUnixNano > lastStart),
		'one call waited for another',
	);

	const answers = spans.filter(({kind, parentSpanId}) => kind === server && parentSpanId);
	t.deepEqual(
		answers.map(({name}) => name),
		Array(3).fill('GET /products/:sku'),
	);
	t.deepEqual(answers.map(({parentSpanId}) => parentSpanId).sort(), calls.map(({spanId}) => spanId).sort());
	t.true(answers.every(({resource}) => resource['service.name'] === 'catalog'));
	t.is(spans.length, 10, 'and a span for each look on the shelf');

	const events = sink.events.filter(({contexts}) => contexts?.trace?.trace_id === failed);
	t.deepEqual(events.map(({transaction}) => transaction).sort(), ['GET /products/:sku', 'POST /quotes']);

	// The shop's spans are Sentry's own, in an envelope; ours are below its call.
	const [, shopTrace] = /with Sentry’s own SDK \(trace (\w{32})\)/.exec(stdout) ?? [];
	const shop = sink.transactions.find(({contexts}) => contexts?.trace?.trace_id === shopTrace);
	t.is(shop?.transaction, 'check out');
	const called = sink.spans.filter(({traceId}) => traceId === shopTrace);
	t.is(called.filter(({kind}) => kind === server).length, 3, 'the quotes, and the catalog twice');
	const quotes = called.find(({name}) => name === 'POST /quotes');
	t.true(shop!.spans!.some(({span_id: id}) => id === quotes?.parentSpanId));
});

test('without a DSN, Spotlight shows our services below the shop’s call too', async t => {
	const {url, close} = await startSpotlight(`http://localhost:${await findFreePort()}`);
	t.teardown(close);
	const shown = await readSpotlight(url!);
	t.teardown(shown.close);
	const {code, stdout, stderr} = await runToExit({
		entry: 'scripts/demo.ts',
		args: ['--once'],
		env: {SENTRY_SPOTLIGHT: url!, PORT: '0'},
	});
	t.is(code, 0, stderr);
	const [, traceId] = /with Sentry’s own SDK \(trace (\w{32})\)/.exec(stdout) ?? [];
	const find = (name: string) =>
		shown.transaction(
			({transaction, contexts}) => transaction === name && contexts?.trace?.trace_id === traceId,
		);
	const [shop, quotes, product] = await Promise.all(
		['check out', 'POST /quotes', 'GET /products/:sku'].map(find),
	);
	t.is(quotes!.contexts?.trace?.parent_span_id, shop!.spans?.[0]?.span_id);
	t.true(quotes!.spans!.some(({span_id: id}) => id === product!.contexts?.trace?.parent_span_id));
});
