import {execFile} from 'node:child_process';
import {globSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import {settings} from '../../config/settings/settings.ts';

const run = promisify(execFile);
const page = await readFile(new URL('../../docs/guides/run-a-fleet.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(({index, 1: language, 2: text}) => ({
	// The paragraph above it.
	before: page.slice(0, index).trimEnd().split('\n\n').at(-1)!,
	language: language!,
	commands: text!.trim().split('\n'),
}));

test('each command runs here, or says what it needs', t => {
	const commands = blocks.filter(({language}) => language !== 'mermaid');

	t.true(commands.length > 5);
	for (const {before, language, commands: lines} of commands) {
		if (language === 'console') t.regex(before, /^Needs: \S/, lines[0]);
		else t.deepEqual([language, lines.length], ['sh', 1], lines[0]);
	}
	t.deepEqual(
		commands.filter(({language}) => language === 'sh').flatMap(block => block.commands),
		['npm run ops', 'npm run conform'],
	);
});

test('conform names the tools that are missing, and needs none of them', async t => {
	t.timeout(300_000);
	const {stdout} = await run(process.execPath, ['scripts/conform.ts'], {
		// Node, and nothing else.
		env: {PATH: path.dirname(process.execPath)},
	});

	t.regex(stdout, /^good +attributes and metrics/m, stdout);
	t.regex(stdout, /^missing +Collector’s files +otelcol-contrib/m, stdout);
	t.regex(stdout, /\b0 bad, \d+ not on this machine\n$/, stdout);
});

test('each variable that the guide names is there, in the settings or in Terraform’s', async t => {
	const files = await Promise.all(globSync('ops/sentry/variables.tf').map(file => readFile(file, 'utf8')));
	const terraform = [...files.join('\n').matchAll(/^variable "(\w+)"/gm)].map(([, name]) => name!);
	const named = [...page.matchAll(/`([A-Z]+_[A-Z_]+)[=`]/g)].map(([, name]) => name!);
	const sentry = page.slice(page.indexOf('## Sentry'), page.indexOf('## Prometheus'));
	const inTable = [...sentry.matchAll(/`([a-z\d]+_[a-z\d_]+|owners|repository|jobs|url)`/g)].map(
		([, name]) => name!,
	);

	t.true(named.length > 5);
	t.deepEqual(
		named.filter(name => !(name in settings) && name !== 'SENTRY_AUTH_TOKEN'),
		[],
	);
	t.deepEqual(
		inTable.filter(name => !terraform.includes(name)),
		[],
	);
});
