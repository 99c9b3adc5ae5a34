import test from 'ava';
import {startService} from '../kit/service.ts';
import {startSink} from '../kit/sink.ts';

test('the service that is measured without breadcrumbs has none, and is the same else', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const preloads = [[], ['--import', './bench/without-breadcrumbs.ts']];
	for (const nodeArguments of preloads) {
		const service = await startService({env: {SENTRY_DSN: sink.dsn}, nodeArguments});
		t.teardown(service.stop);
		await fetch(`${service.url}/debug/crash`);
		await service.exited;
	}
	t.deepEqual(
		sink.events.map(({breadcrumbs = []}) => breadcrumbs.map(({message}) => message)),
		[['listening'], []],
	);
});
