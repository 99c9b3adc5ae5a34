import type {ErrorEvent} from '@sentry/core';
import test from 'ava';
import {startService} from '../../../kit/service.ts';
import {startSink} from '../../../kit/sink.ts';
import {spawnNode} from '../../../kit/spawn.ts';

const here = 'test/observability/spans/propagation';

/** Caller and callee are other processes with Sentry's own SDK and tracing; this service stands between them. */
const isOneTrace = test.macro({
	async exec(t, rate: string, isSampled: boolean, env: Record<string, string> = {}) {
		const sink = await startSink();
		t.teardown(sink.close);
		const sentry = {SENTRY_DSN: sink.dsn, RATE: rate};
		const callee = await startService({env: sentry, entry: `${here}/_sentry-callee.ts`});
		t.teardown(callee.stop);
		const service = await startService({
			env: {SENTRY_DSN: sink.dsn, SENTRY_RELEASE: 'service@1', UPSTREAM_URL: callee.url, ...env},
			entry: 'test/observability/spans/_relay-service.ts',
		});
		t.teardown(service.stop);
		const caller = spawnNode([`${here}/_sentry-caller.ts`], {
			...sentry,
			TARGET_URL: `${service.url}/fail-after/1?fail`,
		});
		t.is((await caller.exited).code, 0, caller.stderr());

		const eventOf = (release: string) => sink.event((event: ErrorEvent) => event.release === release);
		const events = await Promise.all(['caller@1', 'service@1', 'callee@1'].map(eventOf));
		const [ofCaller] = events;
		const traceId = ofCaller!.contexts?.trace?.trace_id;
		for (const event of events) t.is(event.contexts?.trace?.trace_id, traceId, event.release);

		// What the head said of the trace is what each envelope says of it.
		const headers = sink.items
			.filter(({type}) => type === 'event')
			.map(({envelopeHeader}) => envelopeHeader.trace);
		t.is(headers.length, 3);
		for (const header of headers) {
			t.like(header, {trace_id: traceId, release: 'caller@1', sample_rate: rate, sampled: String(isSampled)});
			t.deepEqual(header, headers[0]);
		}

		// Spans: the service's own are there either way, since it made an event.
		await service.stop();
		await callee.stop();
		const server = sink.spans.find(({kind}) => kind === 2)!;
		const call = sink.spans.find(({kind}) => kind === 3)!;
		t.like(server, {traceId});
		t.like(call, {traceId, parentSpanId: server.spanId});
		t.is(server.attributes['sentry.client_sample_rate'], 1);
		const transactions = sink.transactions.map(({release, contexts}) => ({
			release,
			traceId: contexts?.trace?.trace_id,
			parent: contexts?.trace?.parent_span_id,
		}));
		t.deepEqual(
			transactions.sort((one, two) => one.release!.localeCompare(two.release!)),
			isSampled
				? [
						{release: 'callee@1', traceId, parent: call.spanId},
						{release: 'caller@1', traceId, parent: undefined},
					]
				: [],
		);
		if (isSampled) {
			const asked = sink.transactions.find(({release}) => release === 'caller@1')!.spans ?? [];
			t.true(
				asked.some(({span_id: id}) => id === server.parentSpanId),
				'below the caller’s call',
			);
		}
	},
	title: (_, rate: string, isSampled: boolean) =>
		`Sentry SDKs on both sides and this service between them are one trace, ${isSampled ? '' : 'not '}sampled at rate ${rate}`,
});

test.serial(isOneTrace, '1', true);
test.serial(isOneTrace, '0', false);
