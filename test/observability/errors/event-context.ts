import {readFile} from 'node:fs/promises';
import test from 'ava';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';

test('an event says which packages it runs on, and which flags its own request asked for', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({
		entry: 'test/observability/errors/_flagging-service.ts',
		env: {SENTRY_DSN: sink.dsn, REPORT_LIMIT_PER_MINUTE: '100'},
	});
	t.teardown(service.stop);
	const names = ['one', 'two', 'none', 'three'];
	const flags = await Promise.all(
		names.map(async name => {
			const response = await fetch(`${service.url}/flag/${name}`);
			const id = response.headers.get('x-request-id');
			return (await sink.event(({tags}) => tags?.['request_id'] === id)).contexts?.['flags']?.['values'];
		}),
	);
	t.deepEqual(
		flags,
		names.map(name => (name === 'none' ? undefined : [{flag: name, result: true}])),
	);
	const root = new URL('../../../package.json', import.meta.url);
	const {dependencies} = JSON.parse(await readFile(root, 'utf8'));
	t.is(sink.events[0]?.modules?.['koa'], dependencies.koa);
});
