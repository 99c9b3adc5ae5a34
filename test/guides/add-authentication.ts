import test from 'ava';
import {createProject} from './_created.ts';
import {followGuide} from './_guide.ts';

test('the guide works', async t => {
	t.timeout(600_000);
	const project = await createProject({parts: ['tests']});
	t.teardown(project.remove);
	t.regex(await followGuide('add-authentication', project.url), /tests? passed/);
});
