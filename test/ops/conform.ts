import {existsSync} from 'node:fs';
import {tmpdir} from 'node:os';
import test from 'ava';
import type {Evidence} from '../../scripts/conform/gather.ts';
import type {Judge} from '../../scripts/conform/judges.ts';
import {judges} from '../../scripts/conform/judges.ts';
import {reach} from '../../scripts/conform/verdict.ts';

const evidence: Evidence = {
	folder: tmpdir(),
	url: 'http://127.0.0.1:1',
	events: 'events.json',
	metrics: 'metrics.txt',
	openapi: 'openapi.json',
	sentryFiles: 'sentry',
	close: async () => undefined,
};
const node = (script: string): [string, ...string[]] => [process.execPath, '-e', script];
const judge: Judge = {about: 'a test', tool: 'Node', present: [node('')], ask: () => [node('')]};

test('a tool that is not here is missing, and is asked nothing', t => {
	const present: Judge['present'] = [['no-such-tool-on-any-machine'], node('process.exit(1)')];

	t.is(reach({...judge, present, ask: () => t.fail() as never}, evidence).word, 'missing');
});

test('a tool that is here is asked everything by the command that found it', t => {
	const present: Judge['present'] = [['no-such-tool-on-any-machine'], node('')];
	const ask: Judge['ask'] = (_, command) => [command, node('if (!process.env.ASKED) process.exit(1)')];

	t.is(reach({...judge, present, ask, env: () => ({ASKED: 'yes'})}, evidence).word, 'good');
});

test('what a tool finds is shown with the command that found it', t => {
	const ask: Judge['ask'] = () => [node(''), node('console.log("line 3: wrong"); process.exit(1)')];
	const {word, detail} = reach({...judge, ask}, evidence);

	t.is(word, 'bad');
	t.true(detail.includes('line 3: wrong') && detail.includes('process.exit(1)'));
});

test('each file that a judge is asked about is there', t => {
	const paths = judges
		.flatMap(({ask}) => ask(evidence, ['tool']))
		.flat()
		.flatMap(argument => argument.match(/\/\S*\/(?:ops|scripts)\/[\w./-]+/g) ?? [])
		.map(path => path.replace(/\/$/, ''));

	t.true(paths.length > 8);
	t.deepEqual(
		paths.filter(path => !existsSync(path)),
		[],
	);
});
