import test from 'ava';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';

/** How often each signal of a place has arrived. */
function count({events, items, spans}: Sink, place: string): Record<string, number> {
	const inItems = (wanted: string) =>
		items.filter(({type}) => type === wanted).flatMap(({payload}) => (payload as {items: object[]}).items);
	const of = (found: object[], key: string) =>
		found.filter(each => (each as Record<string, unknown>)[key] === place).length;
	return {
		events: events.filter(({exception}) => exception?.values?.at(-1)?.value === place).length,
		logs: of(inItems('log'), 'body'),
		metrics: of(inItems('trace_metric'), 'name'),
		checkIns: of(
			items.filter(({type}) => type === 'check_in').map(({payload}) => payload as object),
			'monitor_slug',
		),
		spans: of(spans, 'name'),
	};
}

const once = {events: 1, logs: 1, metrics: 1, checkIns: 1, spans: 1};

/** `busy`: Sentry takes neither the first envelope nor the first spans of a life, and of its end. */
for (const sentry of ['there', 'busy']) {
	const beBusy = (sink: Sink) => {
		if (sentry === 'there') return;
		for (const only of ['envelope', 'otlp'] as const) sink.behave({status: 503}, {only, times: 1});
	};

	test.serial(`what is said up to the end of a service arrives once, with Sentry ${sentry}`, async t => {
		const sink = await startSink();
		t.teardown(sink.close);
		beBusy(sink);
		const service = await startService({
			entry: 'test/observability/delivery/_speaking-service.ts',
			env: {SENTRY_DSN: sink.dsn, SHUTDOWN_TIMEOUT_MS: '5000'},
		});
		t.teardown(service.stop);
		await fetch(`${service.url}/now`);
		const later = fetch(`${service.url}/later`);
		await service.line(({msg}) => msg === 'until the stop');
		beBusy(sink);
		t.deepEqual(await service.stop(), {code: 0, signal: null});
		t.is((await later).status, 200);
		for (const place of [
			'the start',
			'a timer',
			'a job',
			'a request',
			'the stop',
			'a request during the stop',
			'a job during the stop',
			'a job that is cut off',
		])
			t.deepEqual(count(sink, place), once, place);
		t.false(service.lines.some(({msg}) => msg === 'telemetry dropped'));
	});

	test.serial(`what is said in a start that fails arrives once, with Sentry ${sentry}`, async t => {
		const sink = await startSink();
		t.teardown(sink.close);
		beBusy(sink);
		const service = await startService({
			nodeArguments: ['--import', './test/observability/delivery/_speaking-import.ts'],
			env: {SENTRY_DSN: sink.dsn},
			waitForListening: false,
		});
		t.deepEqual(await service.exited, {code: 1, signal: null});
		t.deepEqual(count(sink, 'a failing start'), once);
		t.deepEqual(count(sink, 'on purpose'), {...once, logs: 1, metrics: 0, checkIns: 0, spans: 0});
		t.false(service.lines.some(({msg}) => msg === 'telemetry dropped'));
	});
}
