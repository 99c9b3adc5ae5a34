import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type {TestFn} from 'ava';
import anyTest from 'ava';
import {findSecrets} from '../scripts/scan-secrets.ts';

const test = anyTest as TestFn<{directory: string}>;
const scan = path.resolve('scripts/scan-secrets.ts');

test.beforeEach(async t => {
	t.context.directory = await mkdtemp(path.join(tmpdir(), 'secrets-'));
	execFileSync('git', ['init', '--quiet'], {cwd: t.context.directory});
});

test.afterEach.always(t => rm(t.context.directory, {recursive: true}));

test('the repository holds no secret', t => {
	t.deepEqual(findSecrets('.'), []);
});

const refuses = test.macro({
	async exec(t, kind: string, secret: string) {
		await writeFile(path.join(t.context.directory, 'notes.md'), `first line\nkey = ${secret}\n`);

		const {status, stderr} = spawnSync(process.execPath, [scan], {
			cwd: t.context.directory,
			encoding: 'utf8',
		});

		t.is(stderr, `notes.md:2: ${kind}\n`);
		t.is(status, 1);
	},
	title: (label, kind) => `a ${label ?? kind} is refused by its place, without being shown`,
});

test(refuses, 'Sentry DSN', `https://${'0123456789abcdef'.repeat(2)}@o1.ingest.sentry.io/1`);
test('DSN with a secret part', refuses, 'Sentry DSN', `http://${'0a'.repeat(8)}:${'1b'.repeat(16)}@sentry/1`);
test('Sentry organisation token', refuses, 'Sentry token', `sntrys_${'eyJpYXQi'.repeat(4)}`);
test('Sentry user token', refuses, 'Sentry token', `sntryu_${'0a'.repeat(32)}`);
test('GitHub classic token', refuses, 'GitHub token', `ghp_${'aB3'.repeat(12)}`);
test('GitHub fine-grained token', refuses, 'GitHub token', `github_pat_${'aB3_'.repeat(10)}`);
test('Slack bot token', refuses, 'Slack token', `xoxb-${'12345'.repeat(4)}`);
test('Slack webhook', refuses, 'Slack token', `https://hooks.slack.com/services/${'T0/B0/aB3'}`);
test(refuses, 'npm token', `npm_${'aB3'.repeat(12)}`);
test(refuses, 'AWS access key', `AKIA${'A1B2'.repeat(4)}`);
test('PKCS #8 key', refuses, 'private key', `-----BEGIN ${'PRIVATE'} KEY-----`);
test('SSH key', refuses, 'private key', `-----BEGIN OPENSSH ${'PRIVATE'} KEY-----`);

test('what git ignores is not looked at', async t => {
	await writeFile(path.join(t.context.directory, '.gitignore'), '.env\n');
	await writeFile(path.join(t.context.directory, '.env'), `SENTRY_DSN=https://${'0a'.repeat(16)}@sentry/1\n`);

	t.deepEqual(findSecrets(t.context.directory), []);
});

test('an archive without a repository is looked at', async t => {
	await rm(path.join(t.context.directory, '.git'), {recursive: true});
	await writeFile(path.join(t.context.directory, '.npmrc'), `ghp_${'aB3'.repeat(12)}`);

	t.deepEqual(findSecrets(t.context.directory), ['.npmrc:1: GitHub token']);
});
