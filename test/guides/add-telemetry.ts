import test from 'ava';
import {copyProject} from '../scripts/_project-copy.ts';
import {followGuide} from './_guide.ts';

test('the guide works', async t => {
	t.timeout(600_000);
	const project = await copyProject();
	t.teardown(project.remove);
	t.regex(await followGuide('add-telemetry', project.url), /tests? passed/);
});
