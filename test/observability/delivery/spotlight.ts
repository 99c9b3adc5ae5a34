import test from 'ava';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';
import {answer, startUpstream} from '../../kit/upstream.ts';

test('Spotlight calls an upstream’s failure by its own name, Sentry has the causes first', async t => {
	const [sentry, spotlight, upstream] = await Promise.all([startSink(), startSink(), startUpstream()]);
	for (const {close} of [sentry, spotlight, upstream]) t.teardown(close);
	const service = await startService({
		entry: 'test/observability/errors/_failing-service.ts',
		env: {SENTRY_DSN: sentry.dsn, SENTRY_SPOTLIGHT: spotlight.url, UPSTREAM_URL: upstream.url},
	});
	t.teardown(service.stop);
	upstream.next(answer(500));
	await fetch(`${service.url}/upstream/broken`);
	const [event, shown] = await Promise.all([sentry.event(), spotlight.event()]);
	const types = (values: {type?: string}[] = []) => values.map(({type}) => type);
	t.deepEqual(types(event.exception?.values), ['Error', 'UpstreamFailed']);
	t.deepEqual(types(shown.exception?.values), ['UpstreamFailed', 'Error']);
	t.is(shown.event_id, event.event_id);
});
