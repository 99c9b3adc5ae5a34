import {readFile} from 'node:fs/promises';
import test from 'ava';
import {settings} from '../../config/settings/settings.ts';
import {startSink} from '../kit/sink.ts';
import {copyProject} from '../scripts/_project-copy.ts';
import {followGuide} from './_guide.ts';

const root = new URL('../../', import.meta.url);
const page = await readFile(new URL('docs/guides/read-a-trace.md', root), 'utf8');

test('the guide’s command makes the failed trace, and both services report it as the guide says', async t => {
	t.timeout(600_000);
	const project = await copyProject();
	t.teardown(project.remove);
	const sink = await startSink();
	t.teardown(sink.close);
	const output = await followGuide('read-a-trace', project.url, {
		env: {SENTRY_DSN: sink.dsn, SENTRY_SPOTLIGHT: '0', PORT: '0'},
		instead: {'npm run demo': 'npm run demo -- --once'},
	});
	const [, failed] = /on either side \(trace (\w+)\)/.exec(output)!;
	const events = sink.events.filter(({contexts}) => contexts?.trace?.trace_id === failed);
	t.is(events.length, 2);
	const said = events.flatMap(({exception}) => exception?.values?.at(-1) ?? []);
	for (const {value} of said) t.true(page.replaceAll(/\s+/g, ' ').includes(value!), value);
	const own = said.find(({value}) => value?.includes('price tag'))!;
	t.is(own.stacktrace?.frames?.at(-1)?.filename, new URL('demo/shelf.ts', project.url).pathname);

	const spans = sink.spans.filter(({traceId, status}) => traceId === failed && status.code === 2);
	t.deepEqual(
		spans.map(({kind, attributes}) => [kind, attributes['http.response.status_code']]).sort(),
		[
			[2, 500],
			[2, 502],
			[3, 500],
		],
		'the red that is followed down',
	);
});

test('every variable that the guide names is a setting', t => {
	const names = [...page.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, name]) => name!);
	t.deepEqual(
		names.filter(name => !(name in settings)),
		[],
	);
});
