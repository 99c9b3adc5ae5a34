import {execFile} from 'node:child_process';
import {access, mkdtemp, readdir, readFile, rm, symlink} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import type {TestFn} from 'ava';
import anyTest from 'ava';
import {runToExit} from '../../kit/run-to-exit.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../../..');
const test = anyTest as TestFn<{directory: string; whole: string; bare: string}>;

/** Somebody, on a machine that doesn't know its user, and with no settings of its own. */
const author = {
	GIT_AUTHOR_NAME: 'A',
	GIT_AUTHOR_EMAIL: 'a@a.example',
	GIT_COMMITTER_NAME: 'A',
	GIT_COMMITTER_EMAIL: 'a@a.example',
	GIT_CONFIG_GLOBAL: '/dev/null',
};

test.before(async t => {
	const directory = await mkdtemp(path.join(tmpdir(), 'created-'));
	const whole = path.join(directory, 'whole');
	const bare = path.join(directory, 'bare');
	t.context = {directory, whole, bare};
	for (const [target, ...options] of [[whole], [bare, '--no-sample']] as const) {
		const args = [target, '--name', 'parcels', ...options];
		const {code, stderr} = await runToExit({entry: 'scripts/create.ts', args, env: author});
		t.is(code, 0, stderr);
		await symlink(path.join(root, 'node_modules'), path.join(target, 'node_modules'));
	}
});

test.after.always(async t => {
	await rm(t.context.directory, {recursive: true, force: true});
});

/** Every file of it, with its text. */
async function texts(directory: string): Promise<[file: string, text: string][]> {
	const {stdout} = await run('git', ['-C', directory, 'ls-files']);
	const files = stdout.trim().split('\n');
	return Promise.all(
		files.map(async file => [file, await readFile(path.join(directory, file), 'latin1')] as [string, string]),
	);
}

for (const variant of ['whole', 'bare'] as const) {
	test(`${variant}: no trace of the template's name is left`, async t => {
		const found = await texts(t.context[variant]);
		t.true(found.length > 100);
		const name = /koa[-_ ]service[-_ ]template|(template|sample) only/i;
		t.deepEqual(
			found.filter(([file, text]) => name.test(file) || name.test(text)).map(([file]) => file),
			[],
		);
	});

	test(`${variant}: package.json and its lock have the new name, and say where they came from`, async t => {
		const [own, lock] = await Promise.all(
			['package.json', 'package-lock.json'].map(async file =>
				JSON.parse(await readFile(path.join(t.context[variant], file), 'utf8')),
			),
		);
		const identity = {name: 'parcels', version: '0.1.0'};
		t.like(own, identity);
		t.like(lock, {...identity, packages: {'': {...identity, dependencies: own.dependencies}}});
		const {stdout: revision} = await run('git', ['-C', root, 'rev-parse', 'HEAD']);
		const {version} = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
		t.deepEqual(own.template, {version, revision: revision.trim(), sample: variant === 'whole'});
	});

	test(`${variant}: the template's own machinery is left behind, and no script is without its file`, async t => {
		const files = (await texts(t.context[variant])).map(([file]) => file);
		t.deepEqual(
			files.filter(file => /(^|\/)(bench|create|\.ci)\b/.test(file)),
			[],
		);
		const {scripts} = JSON.parse(await readFile(path.join(t.context[variant], 'package.json'), 'utf8'));
		for (const command of Object.values<string>(scripts)) {
			const entry = /node (\S+\.ts)/.exec(command)?.[1];
			if (entry) t.true(files.includes(entry), command);
		}
		t.false('create' in scripts);
		t.regex(
			await readFile(path.join(t.context[variant], 'CHANGELOG.md'), 'utf8'),
			/^# Changelog\n\n## 0\.1\.0\n/,
		);
	});

	test(`${variant}: its README and its pages name only what is there`, async t => {
		const directory = t.context[variant];
		const {scripts} = JSON.parse(await readFile(path.join(directory, 'package.json'), 'utf8'));
		const pages = (await texts(directory)).filter(([file]) => file.endsWith('.md'));
		for (const [page, text] of pages) {
			for (const [, link] of text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)) {
				const target = path.join(directory, path.dirname(page), link!);
				await t.notThrowsAsync(access(target), `${page} → ${link}`);
			}
		}
		const readme = await readFile(path.join(directory, 'README.md'), 'utf8');
		t.regex(readme, /^# parcels\n/);
		for (const [, name] of readme.matchAll(/`npm run ([\w:-]+)`/g)) t.true(name! in scripts, name);
		t.regex(readme, /\[Add an endpoint\]\(docs\/guides\/add-an-endpoint\.md\)/);
	});

	test(`${variant}: everything is in one commit`, async t => {
		const {stdout} = await run('git', ['-C', t.context[variant], 'log', '--format=%s']);
		t.is(stdout, 'Create the service from its template\n');
		const {stdout: changed} = await run('git', ['-C', t.context[variant], 'status', '--porcelain']);
		t.is(changed.replace('?? node_modules\n', ''), '');
	});

	test(`${variant}: its types, its lint and its first tests pass`, async t => {
		const cwd = t.context[variant];
		t.timeout(600_000, 'the tools of another project, while this one keeps the machine busy');
		const own = ['boundaries', 'config/settings/settings-document', 'docs/api', 'service/openapi/serve'].map(
			name => `test/${name}.ts`,
		);
		const env = {PATH: `${path.dirname(process.execPath)}:${process.env['PATH']}`};
		for (const [command, ...args] of [
			['tsc', '--noEmit'],
			['biome', 'check', '--error-on-warnings', '.'],
			['ava', ...own],
		]) {
			const result = run(path.join(cwd, 'node_modules/.bin', command!), args, {cwd, env});
			await t.notThrowsAsync(
				result,
				await result.then(
					() => '',
					({stdout, stderr}) => stdout + stderr,
				),
			);
		}
	});
}

test('bare: nothing knows of the sample resource', async t => {
	const found = await texts(t.context.bare);
	const sample = /\/quotes\b|CATALOG_|unknown-sku|mixed-currencies/;
	t.deepEqual(
		found.filter(([file, text]) => sample.test(file) || sample.test(text)).map(([file]) => file),
		[],
	);
	t.false((await readdir(path.join(t.context.bare, 'service'))).includes('quotes'));
});

test('whole: the sample resource is there', async t => {
	t.true((await readdir(path.join(t.context.whole, 'service'))).includes('quotes'));
});
