import {access, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {TestFn} from 'ava';
import anyTest from 'ava';
import {checkDirectory} from '../../../scripts/create/check-directory.ts';
import {partNames} from '../../../scripts/create/parts.ts';
import {explainName} from '../../../scripts/create/service-name.ts';
import {git} from '../../../scripts/git.ts';
import {runToExit} from '../../kit/run-to-exit.ts';

const test = anyTest as TestFn<string>;
const root = path.join(import.meta.dirname, '../../..');

test.beforeEach(async t => {
	t.context = await mkdtemp(path.join(tmpdir(), 'refused-'));
});

test.afterEach.always(t => rm(t.context, {recursive: true, force: true}));

test('a directory with something in it is refused with exit 1, and nothing is written', async t => {
	await writeFile(path.join(t.context, 'mine.txt'), '');
	const {code, stderr, stdout} = await runToExit({
		entry: 'scripts/create.ts',
		args: [t.context, '--name', 'parcels'],
	});
	t.is(code, 1);
	t.is(stdout, '');
	t.is(stderr, `DIR must be empty or new, got ${t.context} with mine.txt in it\n`);
	await t.throwsAsync(access(path.join(t.context, 'package.json')));
});

const contradicts = test.macro({
	async exec(t, args: string[], problem: string) {
		const directory = path.join(t.context, 'parcels');
		const {code, stderr, stdout} = await runToExit({entry: 'scripts/create.ts', args: [directory, ...args]});
		t.deepEqual({code, stderr, stdout}, {code: 1, stderr: `${problem}\n`, stdout: ''});
		await t.throwsAsync(access(directory), {code: 'ENOENT'});
	},
	title: (_, args: string[]) => `nothing is written for ${args.join(' ')}, and one line says why`,
});

test(contradicts, [], '--name must be given. See --help');
test(
	contradicts,
	['elsewhere', '--name', 'My Service'],
	'DIR must be one directory, got 2; --name must be 1-63 of a-z, 0-9 and "-", a letter first and no "-" last, ' +
		'or such after @SCOPE/, got "My Service". See --help',
);
test(
	contradicts,
	['--name', 'parcels', '--no-git', '--git'],
	'--git and --no-git contradict each other. See --help',
);
test(
	contradicts,
	['--name', 'parcels', '--with', 'ops,soak', '--without', 'ops'],
	'ops is both --with and --without. See --help',
);
test(
	contradicts,
	['--name', 'parcels', '--with-tests', '--without', 'tests'],
	'tests are both --with and --without. See --help',
);
test(
	contradicts,
	['--name', 'parcels', '--no-sample', '--with', 'demo'],
	'--with demo needs the sample, got --no-sample. See --help',
);
test(
	contradicts,
	['--name', 'parcels', '--with', 'helm'],
	`a part must be one of ${partNames.join(', ')}, got "helm". See --help`,
);
test(contradicts, ['--name', 'parcels', '--sampel'], 'there is no --sampel. See --help');

test('--help names every flag and every part', async t => {
	const {code, stdout} = await runToExit({entry: 'scripts/create.ts', args: ['--help']});
	t.is(code, 0);
	for (const word of [
		'--name',
		'--no-sample',
		'--with',
		'--with-tests',
		'--without',
		'--no-git',
		...partNames,
	])
		t.regex(stdout, new RegExp(`^  ${word} `, 'm'));
});

test('a directory within the template is refused', async t => {
	for (const directory of [root, path.join(root, 'parcels')]) {
		await t.throwsAsync(checkDirectory(directory, root), {message: /^DIR must be outside of the template/});
	}
	await t.notThrowsAsync(checkDirectory(path.join(root, '..', 'parcels-next-door'), root));
});

test('a file is refused, and an empty directory is not', async t => {
	const file = path.join(t.context, 'file');
	await writeFile(file, '');
	await t.throwsAsync(checkDirectory(file, root), {message: /^DIR must be a directory, got the file/});
	await mkdir(path.join(t.context, 'empty'));
	await t.notThrowsAsync(checkDirectory(path.join(t.context, 'empty'), root));
});

const refused = test.macro({
	exec(t, name: string, reason: RegExp) {
		t.regex(explainName(name, ['koa', 'the-template']) ?? '', reason);
	},
	title: (_, name) => `the name ${JSON.stringify(name)} is refused`,
});

test(refused, '', /^--name must be 1-63 of/);
test(refused, 'Parcels', /^--name must be 1-63 of/);
test(refused, '9parcels', /^--name must be 1-63 of/);
test(refused, 'parcels-', /^--name must be 1-63 of/);
test(refused, '@shop/Parcels', /^--name must be 1-63 of/);
test(refused, '@Shop/parcels', /^--name must be 1-63 of/);
test(refused, '@/parcels', /^--name must be 1-63 of/);
test(refused, 'shop/parcels', /^--name must be 1-63 of/);
test(refused, `@${'s'.repeat(32)}/${'p'.repeat(32)}`, /^--name must be 1-63 of/);
test(refused, '../parcels', /^--name must be 1-63 of/);
test(refused, 'p'.repeat(64), /^--name must be 1-63 of/);
test(refused, 'koa', /a dependency's, got "koa"$/);
test(refused, 'the-template', /^--name must not be the template's/);
test(refused, 'http', /a module of Node, got "http"$/);

for (const name of ['p', 'parcels', 'parcel-labels-2', 'p'.repeat(63), '@acme/parcels', '@a-1/p-2']) {
	test(`the name "${name}" is taken`, t => {
		t.is(explainName(name, ['koa']), undefined);
	});
}

test('inside a git repository no second one begins, and that is said', async t => {
	await git(t.context, ['init', '--quiet']);
	const directory = path.join(t.context, 'services/parcels');
	const args = [directory, '--name', 'parcels'];
	const {code, stderr} = await runToExit({entry: 'scripts/create.ts', args});
	t.is(code, 0);
	t.regex(stderr, /^DIR is inside the git repository .+: nothing is committed there yet\.$/m);
	await t.throwsAsync(access(path.join(directory, '.git')), {code: 'ENOENT'});
	t.is(await git(t.context, ['status', '--porcelain']), '?? services/\n');
});

test('without a name for git, the service is made and its first commit is left to do', async t => {
	const directory = path.join(t.context, 'parcels');
	const {code, stderr} = await runToExit({
		entry: 'scripts/create.ts',
		args: [directory, '--name', 'parcels'],
		env: {
			GIT_CONFIG_GLOBAL: '/dev/null',
			GIT_CONFIG_COUNT: '1',
			GIT_CONFIG_KEY_0: 'user.useConfigOnly',
			GIT_CONFIG_VALUE_0: 'true',
		},
	});
	t.is(code, 0);
	t.regex(stderr, /^Nothing is committed yet: .+\n/m);
	await t.notThrowsAsync(access(path.join(directory, '.git')));
});
