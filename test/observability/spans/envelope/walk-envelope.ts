import test from 'ava';
import {startService} from '../../../kit/service.ts';
import {startSink} from '../../../kit/sink.ts';

test('the envelope protocol sends one transaction a segment, with its spans inside', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const upstream = await startService({
		env: {NODE_ENV: 'test'},
		entry: 'test/observability/spans/envelope/_fixture-catalog.ts',
	});
	t.teardown(upstream.stop);
	const service = await startService({
		env: {
			SENTRY_DSN: sink.dsn,
			SENTRY_SPAN_PROTOCOL: 'envelope',
			SENTRY_ENVIRONMENT: 'staging',
			SENTRY_RELEASE: 'shop@1.2.3',
			CATALOG_URL: upstream.url,
		},
	});
	t.teardown(service.stop);

	const quoted = await fetch(`${service.url}/quotes/tea`);
	t.is(quoted.status, 200);
	const transaction = await sink.transaction(({transaction}) => transaction === 'GET /quotes/:sku');
	t.like(transaction, {
		environment: 'staging',
		release: 'shop@1.2.3',
		contexts: {trace: {op: 'http.server', status: 'ok'}},
	});
	t.is(transaction.spans?.length, 1);
	t.is(transaction.spans?.[0]?.op, 'http.client');
	t.is(transaction.spans?.[0]?.parent_span_id, transaction.contexts?.trace?.span_id);

	const failed = await fetch(`${service.url}/debug/sentry`);
	t.is(failed.status, 500);
	const event = await sink.event();
	const failure = await sink.transaction(({transaction}) => transaction === 'GET /debug/sentry');
	t.is(event.contexts?.trace?.trace_id, failure.contexts?.trace?.trace_id);
	t.is(event.contexts?.trace?.span_id, failure.contexts?.trace?.span_id);
	t.is(failure.contexts?.trace?.status, 'internal_error');
	t.is(sink.spans.length, 0);
});
