import test from 'ava';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';

const sends = test.macro({
	async exec(t, _: string, env: (collector: Sink) => Record<string, string>) {
		const [sentry, collector] = await Promise.all([startSink(), startSink()]);
		t.teardown(sentry.close);
		t.teardown(collector.close);
		const service = await startService({
			env: {SENTRY_DSN: sentry.dsn, SENTRY_RELEASE: 'shop@1.2.3', ...env(collector)},
		});
		t.teardown(service.stop);
		await fetch(`${service.url}/debug/sentry`);
		await service.stop();

		const [span] = collector.spans;
		t.is(collector.spans.length, 1);
		t.is(span!.name, 'GET /debug/sentry');
		t.is(span!.attributes['sentry.release'], 'shop@1.2.3');
		t.is(span!.attributes['sentry.client_sample_rate'], 1);
		const {path, headers} = collector.requests[0]!;
		t.is(path, '/v1/traces');
		t.like(headers, {
			'x-tenant': 'a b',
			'content-type': 'application/x-protobuf',
			'content-encoding': 'gzip',
		});
		t.is(headers['x-sentry-auth'], undefined);
		t.is(sentry.spans.length, 0, 'not to Sentry as well');
		t.is(sentry.events[0]!.contexts?.trace?.trace_id, span!.traceId, 'errors go to Sentry, linked');
	},
	title: (_, what) => `spans go to ${what} instead of Sentry`,
});

test.serial(sends, 'OTEL_EXPORTER_OTLP_ENDPOINT', ({url}) => ({
	OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/`,
	OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=a%20b',
}));

test.serial(sends, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', ({url}) => ({
	OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
	OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${url}/v1/traces`,
	OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=other',
	OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-tenant=a%20b',
}));
