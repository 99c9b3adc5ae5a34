import test from 'ava';
import {createHttpClient} from '../../kit/client.ts';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';

test('beyond capacity requests are turned away at once, without an event, and counted', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({
		entry: 'scripts/soak/busy-service.ts',
		env: {SENTRY_DSN: sink.dsn, OVERLOAD_EVENT_LOOP_DELAY_MS: '20', ACCESS_LOG: 'off'},
	});
	t.teardown(service.stop);
	const client = createHttpClient(service.port);
	// Each is two milliseconds of work: sixty callers want a hundred and twenty of each turn.
	const answers = await Promise.all(
		Array.from({length: 60}, async () => {
			const mine = [];
			for (let count = 0; count < 20; count++) mine.push(await client.get('/busy'));
			return mine;
		}),
	);
	const shed = answers.flat().filter(({status}) => status === 503);
	t.true(shed.length > 0 && shed.length < answers.flat().length);
	for (const answer of shed) {
		t.is(answer.headers['retry-after'], '1');
		t.like(answer.json(), {type: '/docs#overloaded', status: 503});
	}
	t.is((await client.get('/readyz')).status, 200);
	t.deepEqual(await service.stop(), {code: 0, signal: null});
	t.deepEqual(sink.events, []);
	t.is(sink.spans.length, 60 * 20);
	const line = service.lines.find(({msg}) => String(msg).startsWith('requests shed'));
	t.is(line?.['requests'], shed.length);
	t.log(`${shed.length} of ${60 * 20} turned away`);
});
