import {cp, mkdtemp, readFile, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {createService} from '../../../scripts/create/create-service.ts';
import {copyProject} from '../_project-copy.ts';

test('a copy that is no git checkout makes a service, too, and says what it lacks', async t => {
	const project = await copyProject();
	t.teardown(project.remove);
	const directory = await mkdtemp(path.join(tmpdir(), 'created-'));
	t.teardown(() => rm(directory, {recursive: true, force: true}));
	await cp(new URL('LICENSE', project.url), new URL('debug.log', project.url));

	const options = {directory, name: 'parcels', sample: true, parts: [], git: false};
	const {notes} = await createService(project.url.pathname, options);
	t.deepEqual(notes, ['The template is no git checkout: updates will not know where to begin.']);
	const {template} = JSON.parse(await readFile(path.join(directory, 'package.json'), 'utf8'));
	t.deepEqual(Object.keys(template), ['version', 'sample', 'parts']);
	for (const absent of ['node_modules', '.git', 'debug.log']) {
		await t.throwsAsync(stat(path.join(directory, absent)), {code: 'ENOENT'});
	}
});
