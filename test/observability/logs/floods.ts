import test from 'ava';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';

/** Where the flood is, and under what its events are counted. */
const places: Record<string, string> = {
	'the start': 'unexpected Error  ',
	'a timer': 'unexpected Error  ',
	'a job': 'unexpected Error  flooding',
	'a request': 'unexpected Error  /flood',
	'the stop': 'unexpected Error  ',
};

for (const [place, fingerprint] of Object.entries(places)) {
	test.serial(
		`a flood in ${place} has its budget of lines and of events, and the rest is counted`,
		async t => {
			const sink = await startSink();
			t.teardown(sink.close);
			const service = await startService({
				entry: 'test/observability/logs/_flooding-service.ts',
				env: {
					SENTRY_DSN: sink.dsn,
					SENTRY_LOGS_LIMIT_PER_MINUTE: '5',
					REPORT_LIMIT_PER_MINUTE: '4',
					PLACE: place,
				},
			});
			t.teardown(service.stop);
			if (place === 'a request') await fetch(`${service.url}/flood`);
			await service.stop();

			const logs = sink.items
				.filter(({type}) => type === 'log')
				.flatMap(({payload}) => (payload as {items: {body: string; level: string}[]}).items);
			t.is(logs.filter(({body, level}) => body === 'flood' && level === 'warn').length, 5);
			t.is(sink.events.length, 4);
			const lines = (text: string) => service.lines.filter(({msg}) => msg === text);
			t.is(lines('flood').length, 12 + 4, 'stdout has every line');
			t.like(lines('log lines not sent to Sentry: over their budget'), [{of_level: 'warn', lines: 7}]);
			t.like(lines('events suppressed: over their budget'), [{fingerprint, events: 8}]);
		},
	);
}
