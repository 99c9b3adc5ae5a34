import test from 'ava';
import {copyProject} from '../scripts/_project-copy.ts';
import {createProject} from './_created.ts';
import {checkProject, followGuide} from './_guide.ts';

test('the guide works in this project', async t => {
	t.timeout(600_000);
	const project = await copyProject();
	t.teardown(project.remove);
	t.regex(await followGuide('add-an-endpoint', project.url), /3 tests passed/);
});

test('the guide works in a created service without the sample resource', async t => {
	t.timeout(600_000);
	const project = await createProject({sample: false});
	t.teardown(project.remove);
	t.regex(await followGuide('add-an-endpoint', project.url), /3 tests passed/);
	await t.notThrowsAsync(checkProject('add-an-endpoint', project.url));
});
