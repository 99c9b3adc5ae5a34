import test from 'ava';
import {createHttpClient} from '../../kit/client.ts';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';

/** Requests that fail in each way that is told in a budget of its own, with its events a minute. */
const floods: Record<
	string,
	{ask: {path: string; headers?: Record<string, string>}; status: number; perMinute: number}
> = {
	'not-found': {ask: {path: '/no-such-page'}, status: 404, perMinute: 10},
	'disallowed-host': {ask: {path: '/', headers: {host: 'evil.example'}}, status: 400, perMinute: 10},
	'static-file-missing': {ask: {path: '/static/no-such-file'}, status: 404, perMinute: 4},
	'unexpected Error  /debug/sentry': {ask: {path: '/debug/sentry'}, status: 500, perMinute: 4},
};

for (const [fingerprint, {ask, status, perMinute}] of Object.entries(floods)) {
	test(`${fingerprint}: ${perMinute} events a minute, then the next one and a log line count the rest`, async t => {
		const sink = await startSink();
		t.teardown(sink.close);
		const service = await startService({
			nodeArguments: ['--import', './test/observability/errors/_fast-clock.ts'],
			env: {SENTRY_DSN: sink.dsn, REPORT_LIMIT_PER_MINUTE: '4'},
		});
		t.teardown(service.stop);
		const client = createHttpClient(service.port);
		const flood = await Promise.all(Array.from({length: perMinute + 7}, () => client.request(ask)));
		t.true(flood.every(answer => answer.status === status));
		await sink.event();

		const line = await service.line(({msg}) => msg === 'events suppressed: over their budget');
		t.like(line, {level: 'warn', fingerprint, events: 7});

		const [next] = await until(async () => {
			await client.request(ask);
			return sink.events.filter(({tags}) => tags?.['suppressed'] !== undefined);
		});
		// Those that came too early for the next minute are counted with the rest.
		t.true(Number(next!.tags?.['suppressed']) >= 7);
		await client.close();
		await service.stop();
		t.is(sink.events.filter(({tags}) => tags?.['suppressed'] === undefined).length >= perMinute, true);
		t.true(sink.events.length <= 2 * perMinute + 1);
	});
}

test('at the end a log line and a metric tell what was suppressed', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({
		env: {
			SENTRY_DSN: sink.dsn,
			REPORT_LIMIT_PER_MINUTE: '1',
			OTEL_METRICS_EXPORTER: 'otlp',
			OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
		},
	});
	t.teardown(service.stop);
	for (let request = 0; request < 3; request++) await fetch(`${service.url}/debug/sentry`);
	await service.stop();
	t.is(sink.events.length, 1);
	t.is(sink.spans.length, 3);
	t.like(
		service.lines.filter(({msg}) => msg === 'events suppressed: over their budget'),
		[{fingerprint: 'unexpected Error  /debug/sentry', events: 2}],
	);
	const metric = sink.metrics.find(({name}) => name === 'app.events.suppressed');
	t.like(metric?.points[0], {value: 2, attributes: {'app.failure': 'unexpected'}});
});

/** Asks again until there is something. */
async function until<T>(ask: () => Promise<T[]>): Promise<T[]> {
	for (;;) {
		const found = await ask();
		if (found.length > 0) return found;
		await new Promise(resolve => setTimeout(resolve, 200));
	}
}
