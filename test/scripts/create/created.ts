import {access, readFile} from 'node:fs/promises';
import path from 'node:path';
import type {TestFn} from 'ava';
import anyTest from 'ava';
import {loadIdentity} from '../../../config/identity.ts';
import {partNames} from '../../../scripts/create/parts.ts';
import {git} from '../../../scripts/git.ts';
import type {Made} from './_create.ts';
import {make, root} from './_create.ts';

const variants = {
	small: {name: 'parcels', options: []},
	bare: {name: 'parcels', options: ['--no-sample']},
	whole: {name: '@acme/parcels', options: ['--with-tests']},
} as const;

type Variant = keyof typeof variants;

const test = anyTest as TestFn<Record<Variant, Made>>;

test.before(async t => {
	const made = Object.entries(variants).map(async ([variant, {name, options}]) => [
		variant,
		await make(name, ...options),
	]);
	t.context = Object.fromEntries(await Promise.all(made));
});

test.after.always(async t => {
	for (const {remove} of Object.values(t.context)) await remove();
});

async function texts({files, read}: Made): Promise<[file: string, text: string][]> {
	return Promise.all((await files()).map(async file => [file, await read(file)] as [string, string]));
}

const parsed = async <T>(made: Made, file: string) => JSON.parse(await made.read(file)) as T;

interface Manifest {
	name: string;
	version: string;
	scripts: Record<string, string>;
	dependencies: Record<string, string>;
	devDependencies: Record<string, string>;
	template: object;
}

for (const [variant, {name}] of Object.entries(variants) as [Variant, (typeof variants)[Variant]][]) {
	test(`${variant}: no trace of the template's name is left`, async t => {
		const trace = /koa[-_ ]service[-_ ]template|^\W*\/?(template|sample|docs) only/im;
		t.deepEqual(
			(await texts(t.context[variant])).filter(([file, text]) => trace.test(file) || trace.test(text)),
			[],
		);
	});

	test(`${variant}: package.json and its lock agree, and say where they came from`, async t => {
		const own = await parsed<Manifest>(t.context[variant], 'package.json');
		const lock = await parsed<{packages: Record<string, object>}>(t.context[variant], 'package-lock.json');
		t.like(own, {name, version: '0.1.0'});
		const {dependencies, devDependencies} = own;
		t.like(lock, {name, version: '0.1.0'});
		t.like(lock.packages[''], {name, version: '0.1.0', dependencies, devDependencies});
		for (const dependency of Object.keys({...dependencies, ...devDependencies}))
			t.true(`node_modules/${dependency}` in lock.packages, dependency);
		const revision = (await git(root, ['rev-parse', 'HEAD'])).trim();
		const {version} = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
		const parts = variant === 'whole' ? partNames : [];
		t.deepEqual(own.template, {version, revision, sample: variant !== 'bare', parts});
	});

	test(`${variant}: the template's own machinery is left behind, and no script is without its file`, async t => {
		const files = await t.context[variant].files();
		t.deepEqual(
			files.filter(file => /(^|\/)(bench|create|\.ci)(\/|\.ts$)/.test(file)),
			[],
		);
		const {scripts} = await parsed<Manifest>(t.context[variant], 'package.json');
		for (const command of Object.values(scripts)) {
			const entry = /node (\S+\.ts)/.exec(command)?.[1];
			if (entry) t.true(files.includes(entry), command);
		}
		t.false('create' in scripts);
		t.notRegex(await t.context[variant].read('tsconfig.json'), /bench|\.ci/);
	});

	test(`${variant}: what its image is made of is there`, async t => {
		const {directory, read} = t.context[variant];
		const named = [...(await read('.dockerignore')).matchAll(/^!(\S+)$/gm)].map(([, file]) => file!);
		t.true(named.length > 5);
		for (const file of named) await t.notThrowsAsync(access(path.join(directory, file)), file);
	});

	test(`${variant}: its README and its pages name only what is there`, async t => {
		const {directory, read} = t.context[variant];
		const {scripts} = await parsed<Manifest>(t.context[variant], 'package.json');
		for (const [page, text] of await texts(t.context[variant])) {
			if (!page.endsWith('.md')) continue;
			// A service is created by the template.
			for (const [, command] of text.matchAll(/npm run (?:--silent )?([\w:-]+)/g))
				t.true(command === 'create' || command! in scripts, `${page}: ${command}`);
			for (const [, link] of text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)) {
				await t.notThrowsAsync(access(path.join(directory, path.dirname(page), link!)), `${page} → ${link}`);
			}
		}
		for (const [file] of (await read('AGENTS.md')).matchAll(/\b(?:[a-z]+\/[a-z/-]+\.ts|[A-Z]+\.md)\b/g)) {
			await t.notThrowsAsync(access(path.join(directory, file)), `AGENTS.md → ${file}`);
		}
		const readme = await read('README.md');
		t.true(readme.startsWith(`# ${name}\n`));
		t.regex(readme, /## Yours\n.*## The template’s\n/s);
	});

	test(`${variant}: everything is in one commit`, async t => {
		const {directory} = t.context[variant];
		t.is(await git(directory, ['log', '--format=%s']), 'Create the service from its template\n');
		t.is((await git(directory, ['status', '--porcelain'])).replace('?? node_modules\n', ''), '');
	});

	// Those of one with all tests: parts.ts.
	if (variant === 'whole') continue;
	test(`${variant}: its types and its lint pass`, async t => {
		t.timeout(600_000);
		await t.notThrowsAsync(t.context[variant].run('tsc', '--noEmit', '--singleThreaded'));
		await t.notThrowsAsync(t.context[variant].run('biome', 'check', '--error-on-warnings', '.'));
	});
}

test('small: a team can read what it owns', async t => {
	const files = (await texts(t.context.small)).filter(([file]) => !/^package-lock|\.png$/.test(file));
	const linesOf = (all: [string, string][]) =>
		all.reduce((sum, [, text]) => sum + text.split('\n').length - 1, 0);
	const tests = files.filter(([file]) => file.startsWith('test/'));
	t.log(
		`${files.length} files, ${linesOf(files)} lines; ${tests.length} and ${linesOf(tests)} of them tests`,
	);
	t.true(linesOf(tests) <= 2000);
});

test('small: what it is told to do next is what a shell takes, whatever the path', async t => {
	const {created, directory} = t.context.small;
	t.regex(directory, / /);
	t.is(created.stdout, `parcels is in ${directory}\nNext: cd '${directory}' && npm ci && npm run dev\n`);
});

test('bare: nothing knows of the sample resource', async t => {
	const sample = /\/quotes\b|CATALOG_|unknown-sku|mixed-currencies/;
	t.deepEqual(
		(await texts(t.context.bare)).filter(([file, text]) => sample.test(file) || sample.test(text)),
		[],
	);
});

test('whole: a scoped name is one label in every file but its manifest, and in a release that Sentry takes', async t => {
	const {directory, read} = t.context.whole;
	t.regex(await read('ops/kubernetes/deployment.yaml'), /name: acme-parcels$/m);
	const {name, release} = loadIdentity(new URL(`file://${directory}/`));
	t.is(name, '@acme/parcels');
	t.regex(release, /^acme-parcels@0\.1\.0\+[\da-f]{12}$/);
});
