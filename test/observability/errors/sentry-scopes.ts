import test from 'ava';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';

interface Item {
	body?: string;
	name?: string;
	trace_id: string;
	attributes: Record<string, {value: unknown}>;
}

test('what a request, a job, a timer, the start and the stop tell of themselves at once is on their own signals', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({
		entry: 'test/observability/errors/_mingling-service.ts',
		env: {SENTRY_DSN: sink.dsn, REPORT_LIMIT_PER_MINUTE: '1000', SENTRY_LOGS_LIMIT_PER_MINUTE: '1000'},
	});
	t.teardown(service.stop);
	const ids = Array.from({length: 20}, (_, id) => String(id));
	await Promise.all(ids.map(id => fetch(`${service.url}/fail/${id}`)));
	await service.line(({msg}) => msg === 'the timer is done');
	// The last one is under way at the stop.
	const last = fetch(`${service.url}/fail/last`);
	await service.line(({own}) => own === 'job last');
	t.is((await service.stop()).code, 0);
	t.is((await last).status, 500);

	const alone = [...ids, 'last'].flatMap(id => [`request ${id}`, `job ${id}`]);
	const outside = ['the start', 'a timer', 'the stop'];
	t.is(sink.events.length, alone.length + 1 + 10 + 1, 'each failure is one event');
	const traceOf = new Map<string, string>();
	for (const who of [...alone, ...outside]) {
		for (const event of sink.events.filter(each => each.exception?.values?.[0]?.value === `for ${who}`)) {
			t.is(event.user?.id, `u-${who}`);
			t.is(event.tags?.['own'], who);
			const transactions: Record<string, string> = {request: 'GET /fail/:id', job: 'mingling'};
			t.is(event.transaction, transactions[who.split(' ')[0]!]);
			traceOf.set(who, event.contexts!.trace!.trace_id);
			const told = event.breadcrumbs!.map(({message = ''}) => message);
			if (alone.includes(who)) t.deepEqual(told, [`crumb of ${who}`, `line of ${who}`]);
			else
				t.false(
					told.some(text => /request|job/.test(text)),
					told.join(', '),
				);
		}
	}
	t.deepEqual([...traceOf.keys()], [...alone, ...outside]);
	t.is(new Set(traceOf.values()).size, alone.length + 1, 'those outside of everything have one together');

	const items = sink.items
		.filter(({type}) => type === 'log' || type === 'trace_metric')
		.flatMap(({payload}) => (payload as {items: Item[]}).items);
	for (const who of [...alone, ...outside]) {
		for (const text of [`line of ${who}`, `log of ${who}`, `count of ${who}`]) {
			const own = items.filter(({body, name}) => (body ?? name) === text);
			t.is(own.length, who === 'a timer' ? 10 : 1, text);
			for (const {trace_id, attributes} of own) {
				t.is(attributes['own']?.value, who);
				t.is(attributes['user.id']?.value, `u-${who}`);
				t.is(trace_id, traceOf.get(who)!);
			}
		}
	}
});
