import {mock} from 'node:test';
import test from 'ava';
import {createSessions} from '../../../observability/requests/sessions.ts';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';
import {answer} from '../../kit/upstream.ts';
import {startTracedPair} from '../spans/_traced-pair.ts';

/** https://develop.sentry.dev/sdk/telemetry/sessions/ */

interface Counts {
	exited: number;
	errored: number;
	crashed: number;
}

/** All aggregates together. */
function sum({sessions}: Sink): Counts {
	const counts = {exited: 0, errored: 0, crashed: 0};
	for (const session of sessions) {
		if (!('aggregates' in session)) throw new Error('Expected aggregates, got a session');
		for (const {exited = 0, errored = 0, crashed = 0} of session.aggregates) {
			counts.exited += exited;
			counts.errored += errored;
			counts.crashed += crashed;
		}
	}
	return counts;
}

test.serial('unexpected failures are errored, all else is not, and the stop sends it', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({
		env: {
			SENTRY_DSN: sink.dsn,
			SENTRY_RELEASE: 'shop@1.2.3',
			REQUEST_TIMEOUT_MS: '300',
			REPORT_LIMIT_PER_MINUTE: '1',
		},
	});
	t.teardown(service.stop);
	const get = (path: string) => fetch(service.url + path);
	for (const path of ['/debug/status/200', '/debug/status/404', '/debug/status/x', '/nowhere', '/livez'])
		await get(path);
	// A limit that the caller chose is no failure of ours, and leaves the budget to those that are.
	for (let limited = 0; limited < 3; limited++) {
		const headers = {'x-envoy-expected-rq-timeout-ms': '20'};
		t.is((await fetch(`${service.url}/debug/delay/1000`, {headers})).status, 503);
	}
	// The second of a kind is over its budget: no event, an errored session all the same.
	for (const path of ['/debug/sentry', '/debug/sentry', '/debug/status/503', '/debug/delay/1000'])
		await get(path);
	await service.stop();
	t.deepEqual(sum(sink), {exited: 7, errored: 4, crashed: 0});
	const types = sink.events.map(({exception}) => exception?.values?.at(-1)?.type);
	t.is(types.filter(type => type === 'RequestTimedOut').length, 1);
	t.false(types.includes('CallerLimitPassed'));
	const [session] = sink.sessions;
	t.like(session!.attrs, {release: 'shop@1.2.3', environment: 'development'});
});

test.serial('an upstream that fails or is too slow makes errored sessions', async t => {
	const pair = await startTracedPair({UPSTREAM_TIMEOUT_MS: '2000'});
	t.teardown(pair.close);
	pair.upstream.next(answer(500));
	t.is((await pair.ask()).status, 502);
	pair.upstream.next(() => {});
	t.is((await pair.ask()).status, 504);
	t.is((await pair.ask()).status, 200);
	await pair.service.stop();
	t.deepEqual(sum(pair.sink), {exited: 1, errored: 2, crashed: 0});
});

test.serial('a crash is crashed once', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({env: {SENTRY_DSN: sink.dsn}});
	const waiting = fetch(`${service.url}/debug/delay/5000`).catch(() => {});
	await fetch(`${service.url}/debug/crash`);
	t.is((await service.exited).code, 1);
	await waiting;
	t.is(sum(sink).crashed, 1);
	t.is(sum(sink).errored, 0);
});

test.serial('an aggregate leaves each minute, unless nothing happened', t => {
	mock.timers.enable({apis: ['setInterval', 'Date'], now: 0});
	t.teardown(() => mock.timers.reset());
	const sent: unknown[] = [];
	const sessions = createSessions({sendSession: (session: unknown) => sent.push(session)} as never);
	sessions.count('exited');
	sessions.count('errored');
	mock.timers.tick(60_000);
	mock.timers.tick(60_000);
	sessions.count('exited');
	sessions.close();
	t.deepEqual(sent, [
		{aggregates: [{started: '1970-01-01T00:00:00.000Z', exited: 1, errored: 1, crashed: 0}]},
		{aggregates: [{started: '1970-01-01T00:02:00.000Z', exited: 1, errored: 0, crashed: 0}]},
	]);
});
