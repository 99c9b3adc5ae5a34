import type {ExecutionContext} from 'ava';
import test from 'ava';
import type {Service} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';
import type {UpstreamServer} from '../../kit/upstream.ts';
import {product, startUpstream} from '../../kit/upstream.ts';

interface Place {
	sink: Sink;
	service: Service;
	upstream: UpstreamServer;
	/** Run a job, and say what came of it. */
	run(kind: string, query?: string): Promise<string>;
}

interface CheckIn {
	check_in_id: string;
	monitor_slug: string;
	status: string;
	duration?: number;
	monitor_config?: Record<string, unknown>;
	contexts?: {trace?: {trace_id: string; span_id: string}};
}

const checkInsOf = ({items}: Sink) =>
	items.filter(({type}) => type === 'check_in').map(({payload}) => payload as CheckIn);

const hourly = encodeURIComponent('5 * * * *');

async function start(t: ExecutionContext, env: Record<string, string> = {}): Promise<Place> {
	const [sink, upstream] = await Promise.all([startSink(), startUpstream()]);
	t.teardown(sink.close);
	t.teardown(upstream.close);
	const service = await startService({
		entry: 'test/service/jobs/_working-service.ts',
		env: {SENTRY_DSN: sink.dsn, UPSTREAM_URL: upstream.url, REPORT_LIMIT_PER_MINUTE: '1000', ...env},
	});
	t.teardown(service.stop);
	return {
		sink,
		service,
		upstream,
		async run(kind, query = '') {
			const response = await fetch(`${service.url}/run/${kind}?${query}`);
			return ((await response.json()) as {status: string}).status;
		},
	};
}

for (const pii of [false, true]) {
	test.serial(
		`jobs are apart from each other and from their request, ${pii ? 'with' : 'without'} personal data`,
		async t => {
			const {sink, service, upstream, run} = await start(t, {
				SENTRY_SEND_DEFAULT_PII: String(pii),
				SENTRY_LOGS: 'info',
			});
			const failing = ['error', 'rejects', 'undefined', 'null', 'upstream', 'captured'];
			upstream.next(...failing.map(() => product));
			const kinds = Array.from({length: 24}, (_, index) => failing[index % failing.length]!);
			const outcomes = await Promise.all(kinds.map((kind, id) => run(kind, `id=${id}`)));
			t.true(outcomes.every(status => status === 'failed'));
			t.is(await run('ok', 'id=ok'), 'done');
			await service.stop();

			t.is(sink.events.length, kinds.length, 'each failure is one event');
			const traces = new Set<string>();
			for (const [id, kind] of kinds.entries()) {
				const event = sink.events.find(({tags}) => tags?.['own'] === `job-${id}`)!;
				t.like(event, {level: 'error', transaction: `job-${kind}`, request: undefined});
				t.deepEqual(
					event.user,
					pii ? {id: `u-job-${id}`, email: 'ada@planted.example'} : {id: `u-job-${id}`},
				);
				const lines = event.breadcrumbs!.filter(({category}) => category === 'log');
				t.deepEqual(
					lines.map(({message}) => message),
					[`of job-${id}`],
				);
				const {trace_id: traceId, span_id: spanId} = event.contexts!.trace!;
				traces.add(traceId);
				const span = sink.spans.find(found => found.spanId === spanId)!;
				t.like(span, {traceId, name: `job-${kind}`, kind: 1, parentSpanId: undefined, status: {code: 2}});
				t.like(
					service.lines.find(({msg}) => msg === `of job-${id}`),
					{trace_id: traceId, span_id: spanId, job: `job-${kind}`, request_id: undefined},
				);
			}
			t.is(traces.size, kinds.length);
			const requests = sink.spans.filter(({kind}) => kind === 2);
			t.is(requests.length, kinds.length + 1);
			t.true(requests.every(({traceId}) => !traces.has(traceId)));
			t.false((pii ? /planted-/ : /planted-|ada@planted/).test(sink.text()));
			t.deepEqual(checkInsOf(sink), [], 'none has a schedule');
			t.is((await service.exited).code, 0);
		},
	);
}

test.serial('a job passes on its deadline and its trace, and checks in', async t => {
	const {sink, service, upstream, run} = await start(t);
	t.is(await run('ok', `timeout=9000&schedule=${hourly}`), 'done');
	t.is(await run('error', `schedule=${hourly}`), 'failed');
	await service.stop();
	const span = sink.spans.find(({name}) => name === 'job-ok')!;
	t.like(span.attributes, {'app.job.name': 'job-ok', 'sentry.op': 'job'});
	t.is(span.status.code, 0);
	const [asked] = upstream.requests;
	const leftMs = Number(asked!.headers['x-envoy-expected-rq-timeout-ms']);
	t.true(leftMs > 1000 && leftMs <= 9000, String(leftMs));
	t.regex(String(asked!.headers['traceparent']), new RegExp(`^00-${span.traceId}-`));
	const call = sink.spans.find(({kind}) => kind === 3)!;
	t.is(call.parentSpanId, span.spanId);

	const checkIns = checkInsOf(sink);
	t.deepEqual(
		checkIns.map(({monitor_slug, status}) => [monitor_slug, status]),
		[
			['job-ok', 'in_progress'],
			['job-ok', 'ok'],
			['job-error', 'in_progress'],
			['job-error', 'error'],
		],
	);
	t.like(checkIns[0], {
		contexts: {trace: {trace_id: span.traceId, span_id: span.spanId}},
		monitor_config: {
			schedule: {type: 'crontab', value: '5 * * * *'},
			max_runtime: 1,
			timezone: 'UTC',
			failure_issue_threshold: 1,
		},
	});
	t.is(checkIns[0]!.check_in_id, checkIns[1]!.check_in_id);
	t.true(checkIns[1]!.duration! > 0 && checkIns[1]!.duration! < 9);
	const event = sink.events.find(({transaction}) => transaction === 'job-error');
	t.like(event?.contexts, {monitor: {slug: 'job-error'}});
	t.like(event?.exception?.values?.at(-1)?.mechanism, {type: 'auto.job', handled: false});
});

test.serial('a job that takes too long is told once, whatever its work does then', async t => {
	const {sink, service, upstream, run} = await start(t);
	upstream.next(() => {});
	t.is(await run('never-ends', `timeout=50&schedule=${hourly}`), 'failed');
	t.is(await run('waits', 'timeout=200'), 'failed');
	await upstream.requests[0]!.abandoned;
	t.is(await run('throws-late', 'timeout=50'), 'failed');
	t.like(await service.line(({msg}) => msg === 'failed after its time was up'), {
		level: 'warn',
		job: 'job-throws-late',
		err: {message: 'after its time'},
	});
	await service.stop();
	const told = sink.events.map(({exception, transaction, fingerprint}) => [
		exception?.values?.at(-1)?.type,
		transaction,
		fingerprint,
	]);
	t.deepEqual(
		told,
		['never-ends', 'waits', 'throws-late'].map(kind => [
			'JobTimedOut',
			`job-${kind}`,
			['job-timed-out', `job-${kind}`],
		]),
	);
	t.deepEqual(
		checkInsOf(sink).map(({status}) => status),
		['in_progress', 'error'],
	);
	t.is((await service.exited).code, 0, 'what never ends does not hold up the stop for long');
});

test.serial('a job’s failures have a budget', async t => {
	const {sink, service, run} = await start(t, {REPORT_LIMIT_PER_MINUTE: '2'});
	for (let time = 0; time < 5; time++) await run('error');
	await run('rejects');
	await service.stop();
	t.is(sink.events.length, 3);
	t.like(
		service.lines.filter(({msg}) => msg === 'events suppressed: over their budget'),
		[{fingerprint: 'job Error  job-error', events: 3}],
	);
});

test.serial(
	'a stop begins no job, lets running ones finish, and cuts off the rest in time to say so',
	async t => {
		const {sink, service, run} = await start(t, {SHUTDOWN_TIMEOUT_MS: '5000', SHUTDOWN_DELAY_MS: '300'});
		await run('short', `wait=no&schedule=${hourly}`);
		await run('never-ends', `wait=no&schedule=${hourly}`);
		service.kill('SIGTERM');
		await service.line(({msg}) => msg === 'stopping');
		service.kill('SIGUSR1');
		t.is((await service.line(({msg}) => msg === 'asked during the stop'))['outcome'], 'refused');
		t.is((await service.exited).code, 0);
		t.deepEqual(
			sink.events.map(({exception}) => exception?.values?.at(-1)?.type),
			['JobCutOff'],
		);
		t.deepEqual(
			checkInsOf(sink)
				.map(({monitor_slug, status}) => `${monitor_slug} ${status}`)
				.sort(),
			['job-never-ends error', 'job-never-ends in_progress', 'job-short in_progress', 'job-short ok'],
		);
		t.is(sink.spans.filter(({attributes}) => attributes['app.job.name']).length, 2);
	},
);

test.serial('a crash ends what runs: its check-in is an error, and the crash the one event', async t => {
	const {sink, service, run} = await start(t, {DEBUG_ROUTES: 'true', SENTRY_SPAN_PROTOCOL: 'envelope'});
	await run('ok');
	await run('never-ends', `wait=no&schedule=${hourly}`);
	service.kill('SIGUSR2');
	await service.exited;
	t.deepEqual(
		sink.events.map(({level}) => level),
		['fatal'],
	);
	t.deepEqual(
		checkInsOf(sink).map(({status}) => status),
		['in_progress', 'error'],
	);
	t.like(
		sink.transactions.filter(({transaction}) => transaction?.startsWith('job-')),
		[
			{transaction: 'job-ok', contexts: {trace: {op: 'job', status: 'ok'}}},
			{transaction: 'job-never-ends', contexts: {trace: {op: 'job'}}},
		],
	);
});
