import test from 'ava';
import type {ScheduledJob} from '../../../service/jobs/job.ts';
import type {InvalidJobs} from '../../../service/jobs/job-errors.ts';
import {startScheduler} from '../../../service/jobs/start-scheduler.ts';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';
import {answer, startUpstream} from '../../kit/upstream.ts';

const good: ScheduledJob = {name: 'good', schedule: '5 * * * *', timeoutMs: 1000, work: () => {}};

const refuses = test.macro({
	async exec(t, _: string, jobs: Partial<ScheduledJob>[], problems: RegExp[]) {
		const options = {
			jobs: jobs.map(job => ({...good, ...job})),
			runJob: () => t.fail('nothing is to run') as never,
			logger: undefined as never,
		};
		const error = await t.throwsAsync<InvalidJobs>(startScheduler(options), {name: 'InvalidJobs'});
		t.is(error!.problems.length, problems.length, error!.message);
		for (const [index, problem] of problems.entries()) t.regex(error!.problems[index]!, problem);
	},
	title: (_, what) => `${what} is refused by name`,
});

for (const schedule of ['', 'hourly', '99 * * * *', '* * * *', '0 0 0 * * *', '0 0 31 2 *'])
	test(
		refuses,
		`the schedule "${schedule}"`,
		[{schedule}],
		[/^job good: schedule must be cron's five fields/],
	);
test(refuses, 'an unknown time zone', [{timeZone: 'Europe/Nowhere'}], [/Europe\/Nowhere/]);
test(refuses, 'a time of zero', [{timeoutMs: 0}], [/^job good: timeoutMs must be 1-86400000 ms, got 0$/]);
for (const name of ['', 'Good', 'a b', '42', 'a/b', 'x'.repeat(51)])
	test(refuses, `the name "${name}"`, [{name}], [/^job ".*": name must be/]);
test(refuses, 'a name that two have', [{}, {name: 'other'}, {}], [/^job good: there are several/]);
test(
	refuses,
	'everything at once',
	[{schedule: 'never'}, {name: 'zero', timeoutMs: 0}],
	[/^job zero: timeoutMs/, /^job good: schedule/],
);

test.serial('a turn while the job still runs is skipped, and said once', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({
		entry: 'test/service/jobs/_scheduled-service.ts',
		nodeArguments: ['--import', './test/service/jobs/_fast-minutes.ts'],
		env: {SENTRY_DSN: sink.dsn, SHUTDOWN_TIMEOUT_MS: '3000'},
	});
	t.teardown(service.stop);
	const of = (job: string, text: RegExp) =>
		service.lines.filter(line => line['job'] === job && text.test(String(line['msg'])));
	await service.line(({job, msg}) => job === 'slow' && String(msg).startsWith('job runs again'));
	t.is(of('slow', /^turn of a job skipped/).length, 1);
	t.true(Number(of('slow', /^job runs again/)[0]!['turns']) >= 1);
	while (service.lines.filter(({msg}) => msg === 'swift').length < 5)
		await service
			.line(({msg}) => msg === 'swift')
			.then(() => new Promise(resolve => setTimeout(resolve, 50)));
	await service.stop();
	t.is((await service.exited).code, 0);
	t.is(of('swift', /skipped/).length, 0);
	t.is(of('stuck', /^turn of a job skipped/).length, 1);
	const stuck = sink.events.filter(({transaction}) => transaction === 'stuck');
	t.is(stuck.length, 1, 'a job that never ends is told once');
	t.false(sink.text().includes('rare'));
});

test.serial('a start with a schedule that is none fails by its name', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({
		env: {SENTRY_DSN: sink.dsn, CATALOG_CHECK_SCHEDULE: '99 * * * *'},
		waitForListening: false,
	});
	t.is((await service.exited).code, 1);
	t.regex(service.stderr(), /job check-catalog: schedule must be/);
	t.is(sink.events.length, 1);
	const other = await startService({env: {CATALOG_CHECK_SCHEDULE: 'often'}, waitForListening: false});
	t.is((await other.exited).code, 1);
	t.regex(other.stderr(), /^ *CATALOG_CHECK_SCHEDULE must be cron's five fields/m);
});

test.serial('the catalog is checked by the clock, and its failure known before a customer asks', async t => {
	const [sink, upstream] = await Promise.all([startSink(), startUpstream()]);
	t.teardown(sink.close);
	t.teardown(upstream.close);
	upstream.next(...Array.from({length: 3}, () => answer(503)), answer(404));
	const service = await startService({
		nodeArguments: ['--import', './test/service/jobs/_fast-minutes.ts'],
		env: {SENTRY_DSN: sink.dsn, CATALOG_URL: upstream.url, CATALOG_CHECK_SCHEDULE: '*/2 * * * *'},
	});
	t.teardown(service.stop);
	const statuses = () =>
		sink.items
			.filter(({type}) => type === 'check_in')
			.map(({payload}) => (payload as {status: string}).status);
	while (statuses().filter(status => status === 'ok').length < 2)
		await new Promise(resolve => setTimeout(resolve, 50));
	await service.stop();
	t.deepEqual(statuses().slice(0, 6), ['in_progress', 'error', 'in_progress', 'ok', 'in_progress', 'ok']);
	const [event, ...more] = sink.events;
	t.like(event, {level: 'error', transaction: 'check-catalog'});
	t.is(event!.exception?.values?.at(-1)?.type, 'UpstreamFailed');
	t.deepEqual(more, []);
});
