import test from 'ava';
import {createProject} from './_created.ts';
import {followGuide} from './_guide.ts';

test('the guide works', async t => {
	t.timeout(600_000);
	const project = await createProject();
	t.teardown(project.remove);
	t.regex(await followGuide('add-telemetry', project.url), /tests? passed/);
});
