import {mkdtemp, rm, symlink} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import test from 'ava';
import {createService} from '../../scripts/create/create-service.ts';
import {copyProject} from '../scripts/_project-copy.ts';
import {checkProject, followGuide} from './_guide.ts';

const root = path.join(import.meta.dirname, '../..');

test('the guide works in this project', async t => {
	t.timeout(600_000);
	const project = await copyProject();
	t.teardown(project.remove);
	t.regex(await followGuide('add-an-endpoint', project.url), /3 tests passed/);
});

test('the guide works in a created service without the sample resource', async t => {
	t.timeout(600_000);
	const directory = await mkdtemp(path.join(tmpdir(), 'guide-'));
	t.teardown(() => rm(directory, {recursive: true, force: true}));
	await createService(root, {directory, name: 'post-office', sample: false, parts: [], git: false});
	await symlink(path.join(root, 'node_modules'), path.join(directory, 'node_modules'));
	const project = pathToFileURL(`${directory}/`);
	t.regex(await followGuide('add-an-endpoint', project), /3 tests passed/);
	await t.notThrowsAsync(checkProject('add-an-endpoint', project));
});
