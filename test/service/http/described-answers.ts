import test from 'ava';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';

const entry = 'test/service/http/_misleading-service.ts';

test('while developing and in tests an answer that is not described is a failure', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({entry, env: {SENTRY_DSN: sink.dsn}});
	t.teardown(service.stop);
	t.is((await fetch(`${service.url}/misleading/3`)).status, 200);
	t.is((await fetch(`${service.url}/misleading/11`)).status, 500);
	const {value} = (await sink.event()).exception!.values!.at(-1)!;
	t.is(value, 'GET /misleading/:size must answer what it describes, got another: /size (too_big)');
});

test('in production it is given all the same, and told within its budget', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({
		entry,
		env: {NODE_ENV: 'production', SENTRY_DSN: sink.dsn, SHUTDOWN_DELAY_MS: '0', REPORT_LIMIT_PER_MINUTE: '2'},
	});
	t.teardown(service.stop);
	for (let asked = 0; asked < 5; asked++) {
		const response = await fetch(`${service.url}/misleading/11`);
		t.deepEqual(await response.json(), {size: 11, secret: 'swordfish'});
	}
	await service.stop();
	t.is(sink.events.length, 2);
	for (const event of sink.events) {
		t.is(event.level, 'warning');
		t.is(event.transaction, 'GET /misleading/:size');
		t.true(event.exception!.values!.at(-1)!.mechanism!.handled);
	}
	t.false(sink.text().includes('swordfish'));
	t.true(service.lines.some(({msg, events}) => events === 3 && /suppressed/.test(String(msg))));
});
