import test from 'ava';
import manifest from '../../../package.json' with {type: 'json'};
import {createHttpClient} from '../../kit/client.ts';
import type {Metric} from '../../kit/otlp-metrics.ts';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';
import {answer, startUpstream} from '../../kit/upstream.ts';

/** The last export, as the process stopped: every metric with its final value. */
function last(metrics: Metric[], name: string): Metric {
	const metric = metrics.findLast(found => found.name === name);
	if (!metric)
		throw new Error(`No metric ${name} in ${[...new Set(metrics.map(found => found.name))].join(', ')}`);
	return metric;
}

const total = (
	metric: Metric,
	matches: (attributes: Metric['points'][number]['attributes']) => boolean = () => true,
) =>
	metric.points
		.filter(({attributes}) => matches(attributes))
		.reduce((sum, {value, count}) => sum + Number(value ?? count), 0);

test.serial('the last metrics leave over OTLP at the stop', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const upstream = await startUpstream();
	t.teardown(upstream.close);
	const service = await startService({
		entry: 'test/observability/spans/_relay-service.ts',
		env: {
			SENTRY_DSN: sink.dsn,
			OTEL_METRICS_EXPORTER: 'otlp',
			OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${sink.url}/v1/metrics`,
			UPSTREAM_URL: upstream.url,
			REPORT_LIMIT_PER_MINUTE: '1',
		},
	});
	t.teardown(service.stop);
	const client = createHttpClient(service.port);
	t.teardown(client.close);

	await client.get('/relay/a,b');
	upstream.next(answer(500));
	await client.get('/relay/c', {host: 'tenant.localhost'});
	await client.get('/debug/sentry');
	await client.get('/debug/sentry');
	await client.request({method: 'BREW', path: '/relay/a'}).catch(() => {});
	await sink.event(({transaction}) => transaction === 'GET /debug/sentry');
	await service.stop();

	const duration = last(sink.metrics, 'http.server.request.duration');
	t.is(duration.unit, 's');
	t.is(
		total(duration, attributes => attributes['http.route'] === '/relay/:names'),
		2,
	);
	const failed = duration.points.find(({attributes}) => attributes['http.response.status_code'] === 502);
	t.like(failed!.attributes, {'error.type': '502', 'http.request.method': 'GET', 'url.scheme': 'http'});
	t.true(failed!.sum! > 0 && failed!.sum! < 10, 'in seconds');
	const labels = new Set(duration.points.flatMap(({attributes}) => Object.values(attributes)));
	t.false(labels.has('tenant.localhost'), 'no host is a label');
	t.false(labels.has('/relay/c'), 'no path is a label');
	t.is(total(last(sink.metrics, 'http.server.active_requests')), 0);

	t.is(total(last(sink.metrics, 'http.client.request.duration')), 3);
	t.truthy(last(sink.metrics, 'nodejs.eventloop.utilization').points.length);
	t.truthy(last(sink.metrics, 'nodejs.eventloop.delay.p99').points.length);
	t.truthy(last(sink.metrics, 'v8js.memory.heap.used').points.length);

	t.is(total(last(sink.metrics, 'otel.sdk.exporter.span.exported')), sink.spans.length);
	t.true(sink.spans.length >= 7);
	t.is(total(last(sink.metrics, 'otel.sdk.exporter.span.inflight')), 0);
	t.is(total(last(sink.metrics, 'app.events.sent')), sink.events.length);
	t.is(sink.events.length, 2, 'one of each failure');
	t.is(total(last(sink.metrics, 'app.events.suppressed')), 1);
	t.is(total(last(sink.metrics, 'app.events.waiting')), 0);
	t.like(duration.resource, {
		'service.name': manifest.name,
		'deployment.environment.name': 'development',
	});
});

test.serial('what Sentry refuses is counted by reason', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({
		env: {
			SENTRY_DSN: sink.dsn,
			OTEL_METRICS_EXPORTER: 'otlp',
			OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${sink.url}/v1/metrics`,
		},
	});
	t.teardown(service.stop);
	sink.behave({status: 413}, {only: 'envelope', times: 1});
	t.is((await fetch(`${service.url}/debug/sentry`)).status, 500);
	await sink.request(({answered}) => answered === 413);
	await service.stop();
	const dropped = last(sink.metrics, 'app.events.dropped');
	t.is(
		total(dropped, attributes => attributes['error.type'] === 'send_error'),
		1,
	);
});

test.serial('a metrics receiver that hangs does not hold up the stop', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({
		env: {
			OTEL_METRICS_EXPORTER: 'otlp',
			OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${sink.url}/v1/metrics`,
			SHUTDOWN_TIMEOUT_MS: '2000',
		},
	});
	sink.behave('hang');
	t.deepEqual(await service.stop(), {code: 0, signal: null});
});

test.serial('metrics are a page for Prometheus, on a port of their own', async t => {
	const free = await startUpstream();
	await free.close();
	const service = await startService({
		env: {
			OTEL_METRICS_EXPORTER: 'prometheus',
			OTEL_EXPORTER_PROMETHEUS_HOST: '127.0.0.1',
			OTEL_EXPORTER_PROMETHEUS_PORT: String(free.port),
		},
	});
	t.teardown(service.stop);
	await fetch(`${service.url}/debug/status/404`);
	const page = await (await fetch(`http://127.0.0.1:${free.port}/metrics`)).text();
	t.regex(
		page,
		/^http_server_request_duration(?:_seconds)?_count\{.*http_route="\/debug\/status\/:code".*\} 1$/m,
	);
	t.regex(page, /^http_server_active_requests\{/m);
	t.regex(page, /^nodejs_eventloop_utilization/m);
	t.is((await fetch(`${service.url}/metrics`)).status, 404);
});

test.serial('without OTEL_METRICS_EXPORTER nothing is measured and nothing listens', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({
		env: {SENTRY_DSN: sink.dsn, OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${sink.url}/v1/metrics`},
	});
	t.teardown(service.stop);
	await fetch(`${service.url}/debug/status/200`);
	await service.stop();
	t.deepEqual(sink.metrics, []);
});
