import {existsSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import path from 'node:path';
import type {TestFn} from 'ava';
import anyTest from 'ava';
import {git} from '../../../scripts/git.ts';
import type {Project} from './_project.ts';
import {openWorkshop} from './_project.ts';

interface Context {
	template: Project;
	/** Of the template as it was before version 9.9.9. */
	small: Project;
	bare: Project;
	full: Project;
	before: string;
	/** The commit that is version 9.9.9. */
	revision: string;
	fork(project: Project, folder?: string): Promise<Project>;
	remove(): Promise<void>;
}

const test = anyTest as TestFn<Context>;

test.before(async t => {
	t.timeout(600_000);
	const {template, make, fork, remove} = await openWorkshop();
	const [small, bare, full] = [
		await make(),
		await make('--no-sample'),
		await make('--with-tests', '--without', 'soak'),
	];
	const before = (await git(template.directory, ['rev-parse', 'HEAD'])).trim();
	const {version} = JSON.parse(await template.read('package.json'));
	await template.edit('package.json', `"version": "${version}"`, '"version": "9.9.9"');
	await template.edit('CHANGELOG.md', '## ', '## 9.9.9\n\nA probe says more. Nothing to do.\n\n## ');
	await template.edit('service/http/health.ts', '"status":"ok"', '"status":"fine"');
	await template.edit('service/quotes/quote.ts', 'What items cost', 'What each item costs');
	await template.edit('ops/kubernetes/kustomization.yaml', '\n', '\n# A later line.\n');
	await template.write('ops/later.yaml', 'later: true\n');
	await template.write('test/service/auth/later.ts', '// A later file.\n');
	await template.edit('render.yaml', '\n', '\n# A later line.\n');
	await template.edit('test/service/walk.ts', '\n', '\n// A later line.\n');
	await template.write('service/later.ts', 'export const koa = "koa-service-template";\n');
	const revision = await template.commit();
	t.context = {template, small, bare, full, before, revision, fork, remove};
});

test.after.always(t => t.context.remove?.());

const update = ({template}: Context, service: Project, ...args: string[]) =>
	service.run('scripts/update.ts', template.directory, ...args);

const changes = 'M  package.json\nM  service/http/health.ts\nA  service/later.ts\n';

test('what the template changed is taken in, what the service changed stays', async t => {
	const service = await t.context.fork(t.context.small);
	await service.edit('service/http/health.ts', 'let draining = false;', 'let draining = Boolean(0);');
	await service.edit('package.json', '"version": "0.1.0"', '"version": "0.7.0"');
	await service.write('README.md', '# Ours\n');
	await service.commit();

	const {code, stdout, stderr} = await update(t.context, service);
	t.is(code, 0, stderr);
	t.regex(stdout, /## 9\.9\.9\n\nA probe says more\. Nothing to do\./);
	t.notRegex(stdout, /## 1\.0\.0/);
	t.regex(stdout, /^Taken in\. Next: npm ci && npm test && git commit$/m);

	const health = await service.read('service/http/health.ts');
	t.regex(health, /"status":"fine"/);
	t.regex(health, /Boolean\(0\)/);
	t.is(await service.read('service/later.ts'), 'export const koa = "parcels";\n');
	t.like(JSON.parse(await service.read('package.json')), {
		name: 'parcels',
		version: '0.7.0',
		template: {version: '9.9.9', revision: t.context.revision, sample: true, parts: []},
	});
	t.is(await service.read('README.md'), '# Ours\n');
	t.is(await service.status(), changes.replace(/$/, 'M  service/quotes/quote.ts\n'));
});

test('a second update says that there is nothing newer', async t => {
	const service = await t.context.fork(t.context.bare);
	t.is((await update(t.context, service)).code, 0);
	await service.commit();
	const {code, stdout} = await update(t.context, service);
	t.is(code, 0);
	t.is(stdout, 'Already current: nothing of the template is newer.\n');
	t.is(await service.status(), '');
});

test('a service without the sample resource is not given it back', async t => {
	const service = await t.context.fork(t.context.bare);
	const {code, stderr} = await update(t.context, service);
	t.is(code, 0, stderr);
	t.is(await service.status(), changes);
});

test('a full copy takes in tests and parts; what it deleted of them stays deleted, new files too', async t => {
	const service = await t.context.fork(t.context.full);
	await rm(path.join(service.directory, 'ops'), {recursive: true});
	await rm(path.join(service.directory, 'render.yaml'));
	await rm(path.join(service.directory, 'test/service/walk.ts'));
	await rm(path.join(service.directory, 'test/service/auth'), {recursive: true});
	await service.commit();
	const {code, stdout, stderr} = await update(t.context, service);
	t.is(code, 0, stderr);
	t.regex(
		stdout,
		/^Deleted here, and left so:\ntest\/service\/walk\.ts\ntest\/service\/auth\/later\.ts\n\nTaken in/m,
	);
	for (const file of ['ops', 'render.yaml', 'test/service/walk.ts', 'test/service/auth'])
		t.false(existsSync(path.join(service.directory, file)), file);
	t.regex(await service.status(), /^M {2}service\/http\/health\.ts$/m);
});

test('a service in a folder of a repository takes it in there', async t => {
	const service = await t.context.fork(t.context.small, 'services/parcels');
	await rm(path.join(service.directory, 'service/quotes'), {recursive: true});
	await service.commit();
	const {code, stdout, stderr} = await update(t.context, service);
	t.is(code, 0, stderr);
	t.regex(stdout, /^Deleted here, and left so:\nservice\/quotes\/quote\.ts\n\nTaken in/m);
	t.is(await service.status(), changes.replaceAll(/ {1,2}(?=\w)/g, '$&services/parcels/'));
});

test('a part can come later, and go', async t => {
	const service = await t.context.fork(t.context.small);
	const added = await update(t.context, service, '--with', 'ops,docs');
	t.is(added.code, 0, added.stderr);
	t.true(existsSync(path.join(service.directory, 'ops/later.yaml')));
	t.true(existsSync(path.join(service.directory, 'docs/errors.md')));
	await service.commit();
	const removed = await update(t.context, service, '--without', 'ops');
	t.is(removed.code, 0, removed.stderr);
	t.false(existsSync(path.join(service.directory, 'ops')));
	const {template} = JSON.parse(await service.read('package.json')) as {template: {parts: string[]}};
	t.deepEqual(template.parts, ['docs']);
});

test('tables of the service’s own settings are written again, of the pages that it still has', async t => {
	const service = await t.context.fork(t.context.small);
	await rm(path.join(service.directory, 'docs/api.md'));
	await service.edit('config/settings/settings-http.ts', 'port to listen on;', 'our port;');
	await service.commit();
	const {code, stdout, stderr} = await update(t.context, service);
	t.is(code, 0, stderr);
	t.regex(stdout, /^Taken in, and its tables written again \(npm run docs\)\. Next: /m);
	t.regex(await service.read('docs/configuration.md'), /our port;/);
	t.regex(await service.status(), /^M {2}docs\/configuration\.md$/m);
	t.false(existsSync(path.join(service.directory, 'docs/api.md')));
});

test('where both changed the same line, the file is named and marked, and the exit is 1', async t => {
	const service = await t.context.fork(t.context.small);
	await service.edit('service/http/health.ts', '"status":"ok"', '"status":"great"');
	await service.commit();
	const {code, stderr} = await update(t.context, service);
	t.is(code, 1);
	t.is(stderr, 'Both changed the same lines, mend them by hand:\nservice/http/health.ts\n');
	t.regex(
		await service.read('service/http/health.ts'),
		/<<<<<<< .*"status":"great".*=======.*"status":"fine"/s,
	);
	t.regex(await service.read('service/later.ts'), /parcels/);
	await git(service.directory, ['reset', '--quiet', '--hard']);
	t.is(await service.status(), '');
});

test('changes that are not committed are not put at risk', async t => {
	const service = await t.context.fork(t.context.small);
	await service.edit('service/http/health.ts', '"status":"ok"', '"status":"mine"');
	const {code, stderr} = await update(t.context, service);
	t.is(code, 1);
	t.is(stderr, 'expected no uncommitted changes: commit or stash them first\n');
	t.regex(await service.read('service/http/health.ts'), /"status":"mine"/);
});

test('a revision or a part that the template does not have is named', async t => {
	const service = await t.context.fork(t.context.small);
	const noRevision = await update(t.context, service, 'v0.0.0');
	t.is(noRevision.code, 1);
	t.is(noRevision.stderr, 'expected a branch, tag or commit of the template, got v0.0.0\n');
	const noPart = await update(t.context, service, '--with', 'helm');
	t.is(noPart.code, 1);
	t.regex(noPart.stderr, /^a part must be one of demo, .*, got "helm"\n$/);
});

test('a commit of the template is as far as it goes', async t => {
	const service = await t.context.fork(t.context.small);
	const {code, stdout} = await update(t.context, service, t.context.before);
	t.is(code, 0);
	t.regex(stdout, /^Already current/);
});
