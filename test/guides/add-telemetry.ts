import test from 'ava';
import {checkProject, followGuide} from '../support/guide.ts';
import {copyProject} from '../support/project-copy.ts';

test('the guide works', async t => {
	t.timeout(300_000);
	const project = await copyProject();
	t.teardown(project.remove);
	t.regex(await followGuide('add-telemetry', project.url), /tests? passed/);
	await t.notThrowsAsync(checkProject(project.url));
});
