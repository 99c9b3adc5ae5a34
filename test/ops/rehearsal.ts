import {cp, mkdtemp, readdir, rm, symlink} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {TestFn} from 'ava';
import anyTest from 'ava';
import {runToExit} from '../kit/run-to-exit.ts';
import {readText} from './_ops-files.ts';

const test = anyTest as TestFn<{image: string}>;

test.beforeEach('copy what the image gets', async t => {
	t.context.image = await mkdtemp(path.join(tmpdir(), 'image-'));
	for (const [, file] of readText('.dockerignore').matchAll(/^!(.+)$/gm)) {
		await cp(file!, path.join(t.context.image, file!), {recursive: true});
	}
	await symlink(path.resolve('node_modules'), path.join(t.context.image, 'node_modules'));
});

test.afterEach.always(t => rm(t.context.image, {recursive: true}));

test('what the image holds starts, answers and stops, and warms the compile cache', async t => {
	const cache = path.join(t.context.image, '.cache');

	const {code, stderr} = await rehearse(t.context.image, {NODE_COMPILE_CACHE: cache});

	t.is(code, 0, stderr);
	t.true((await readdir(cache)).length > 0);
});

test('an image that lacks a file is not built', async t => {
	await rm(path.join(t.context.image, 'config'), {recursive: true});

	const {code, stderr} = await rehearse(t.context.image);

	t.not(code, 0);
	t.regex(stderr, /ERR_MODULE_NOT_FOUND/);
});

function rehearse(image: string, env: Record<string, string> = {}) {
	return runToExit({entry: path.join(image, 'scripts/rehearse.ts'), env});
}
