import {access, readFile} from 'node:fs/promises';
import test from 'ava';
import {settings} from '../../config/settings/settings.ts';
import {startSink} from '../kit/sink.ts';
import {copyProject} from '../scripts/_project-copy.ts';
import {followGuide} from './_guide.ts';

const root = new URL('../../', import.meta.url);
const page = await readFile(new URL('docs/guides/deploy.md', root), 'utf8');

test('the guide’s commands succeed, and the doctor’s error and span arrive', async t => {
	t.timeout(600_000);
	const project = await copyProject();
	t.teardown(project.remove);
	const sink = await startSink();
	t.teardown(sink.close);
	const output = await followGuide('deploy', project.url, {env: {SENTRY_DSN: sink.dsn}});
	const {name, version} = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));
	t.true(output.startsWith(`${name}@${version}\n`), output);
	t.is(sink.events.length, 1);
	t.is(sink.spans.length, 1);
});

test('every file that the guide names is there', async t => {
	const names = [...page.matchAll(/`((?:[\w.-]+\/)+[\w.-]+\.(?:ts|yaml|yml)|Procfile|render\.yaml)`/g)].map(
		([, name]) => name!,
	);
	t.true(names.length > 5);
	for (const name of names) await t.notThrowsAsync(access(new URL(name, root)), name);
});

test('every variable that the guide names is a setting, or a secret of the workflow', async t => {
	const workflow = await readFile(new URL('.github/workflows/release.yml', root), 'utf8');
	const names = [...page.matchAll(/`([A-Z]+_[A-Z_]+)`/g)].map(([, name]) => name!);
	t.true(names.length > 8);
	t.deepEqual(
		names.filter(name => !(name in settings) && !workflow.includes(`secrets.${name} `)),
		[],
	);
});
