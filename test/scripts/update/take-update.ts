import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {git} from '../../../scripts/git.ts';
import type {Exit} from '../../kit/spawn.ts';
import {spawnNode} from '../../kit/spawn.ts';
import {copyProject} from '../_project-copy.ts';

const author = {
	GIT_AUTHOR_NAME: 'A',
	GIT_AUTHOR_EMAIL: 'a@a.example',
	GIT_COMMITTER_NAME: 'A',
	GIT_COMMITTER_EMAIL: 'a@a.example',
	GIT_CONFIG_GLOBAL: '/dev/null',
};

interface Project {
	directory: string;
	read(file: string): Promise<string>;
	/** Replace text that must be there. */
	edit(file: string, from: string, to: string): Promise<void>;
	commit(): Promise<string>;
	run(...args: string[]): Promise<Exit & {stdout: string; stderr: string}>;
}

function openProject(directory: string): Project {
	const read = (file: string) => readFile(path.join(directory, file), 'utf8');
	return {
		directory,
		read,
		async edit(file, from, to) {
			const text = await read(file);
			if (!text.includes(from)) throw new Error(`expected ${from} in ${file}`);
			await writeFile(path.join(directory, file), text.replace(from, to));
		},
		async commit() {
			await git(directory, ['add', '--all']);
			await git(directory, ['commit', '--quiet', '--message=Change'], {env: author});
			return (await git(directory, ['rev-parse', 'HEAD'])).trim();
		},
		async run(...args) {
			const child = spawnNode(args, author, new URL(`file://${directory}/`));
			const exit = await child.exited;
			return {...exit, stdout: child.stdout(), stderr: child.stderr()};
		},
	};
}

/** A template at its first commit, and a service made of it. */
async function createPair(t: ExecutionContext, ...options: string[]): Promise<[Project, Project]> {
	const copy = await copyProject();
	t.teardown(copy.remove);
	await rm(new URL('node_modules', copy.url));
	const template = openProject(copy.url.pathname.replace(/\/$/, ''));
	await git(template.directory, ['init', '--quiet']);
	await template.commit();
	const directory = await mkdtemp(path.join(tmpdir(), 'service-'));
	t.teardown(() => rm(directory, {recursive: true, force: true}));
	const created = await template.run('scripts/create.ts', directory, '--name', 'parcels', ...options);
	t.is(created.code, 0, created.stderr);
	return [template, openProject(directory)];
}

/** Version 9.9.9 of the template. */
async function release(template: Project): Promise<string> {
	const {version} = JSON.parse(await template.read('package.json'));
	await template.edit('package.json', `"version": "${version}"`, '"version": "9.9.9"');
	await template.edit('CHANGELOG.md', '## ', '## 9.9.9\n\nA probe says more. Nothing to do.\n\n## ');
	await template.edit('service/http/health.ts', '"status":"ok"', '"status":"fine"');
	await writeFile(
		path.join(template.directory, 'service/later.ts'),
		'export const koa = "koa-service-template";\n',
	);
	return template.commit();
}

test('what the template changed is taken in, what the service changed stays', async t => {
	const [template, service] = await createPair(t);
	await service.edit('service/http/health.ts', 'let draining = false;', 'let draining = Boolean(0);');
	await service.edit('package.json', '"version": "0.1.0"', '"version": "0.7.0"');
	await service.edit('CHANGELOG.md', '## 0.1.0', '## 0.7.0\n\nOurs.\n\n## 0.1.0');
	await service.commit();
	const revision = await release(template);

	const {code, stdout, stderr} = await service.run('scripts/update.ts', template.directory);
	t.is(code, 0, stderr);
	t.regex(stdout, /## 9\.9\.9\n\nA probe says more\. Nothing to do\./);
	t.notRegex(stdout, /## 1\.0\.0/);

	const health = await service.read('service/http/health.ts');
	t.regex(health, /"status":"fine"/);
	t.regex(health, /Boolean\(0\)/);
	t.is(await service.read('service/later.ts'), 'export const koa = "parcels";\n');
	t.like(JSON.parse(await service.read('package.json')), {
		name: 'parcels',
		version: '0.7.0',
		template: {version: '9.9.9', revision, sample: true},
	});
	t.regex(await service.read('CHANGELOG.md'), /Ours\./);
	t.is(
		await git(service.directory, ['status', '--porcelain']),
		'M  package.json\nM  service/http/health.ts\nA  service/later.ts\n',
	);
});

test('a second update begins where the first one ended', async t => {
	const [template, service] = await createPair(t);
	await release(template);
	t.is((await service.run('scripts/update.ts', template.directory)).code, 0);
	await service.commit();
	await template.edit('service/http/health.ts', '"status":"fine"', '"status":"better"');
	await template.commit();
	t.is((await service.run('scripts/update.ts', template.directory)).code, 0);
	t.regex(await service.read('service/http/health.ts'), /"status":"better"/);
});

test('a service without the sample resource is not given it back', async t => {
	const [template, service] = await createPair(t, '--no-sample');
	await template.edit('service/quotes/quote.ts', 'What items cost', 'What each item costs');
	await release(template);
	const {code, stderr} = await service.run('scripts/update.ts', template.directory);
	t.is(code, 0, stderr);
	t.is(
		await git(service.directory, ['status', '--porcelain']),
		'M  package.json\nM  service/http/health.ts\nA  service/later.ts\n',
	);
});

test('where both changed the same line, the file is named and marked, and the exit is 1', async t => {
	const [template, service] = await createPair(t);
	await service.edit('service/http/health.ts', '"status":"ok"', '"status":"great"');
	await service.commit();
	await release(template);
	const {code, stderr} = await service.run('scripts/update.ts', template.directory);
	t.is(code, 1);
	t.is(stderr, 'Both changed the same lines, mend them by hand:\nservice/http/health.ts\n');
	t.regex(
		await service.read('service/http/health.ts'),
		/<<<<<<< .*"status":"great".*=======.*"status":"fine"/s,
	);
	t.regex(await service.read('service/later.ts'), /parcels/);
	await git(service.directory, ['reset', '--quiet', '--hard']);
	t.is(await git(service.directory, ['status', '--porcelain']), '');
});

test('changes that are not committed are not put at risk', async t => {
	const [template, service] = await createPair(t);
	await release(template);
	await service.edit('service/http/health.ts', '"status":"ok"', '"status":"mine"');
	const {code, stderr} = await service.run('scripts/update.ts', template.directory);
	t.is(code, 1);
	t.is(stderr, 'expected no uncommitted changes: commit or stash them first\n');
	t.regex(await service.read('service/http/health.ts'), /"status":"mine"/);
});

test('a revision that the template does not have is named', async t => {
	const [template, service] = await createPair(t);
	const {code, stderr} = await service.run('scripts/update.ts', template.directory, 'v0.0.0');
	t.is(code, 1);
	t.is(stderr, 'expected a branch, tag or commit of the template, got v0.0.0\n');
});
