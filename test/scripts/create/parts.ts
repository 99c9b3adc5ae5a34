import {existsSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import path from 'node:path';
import type {TestFn} from 'ava';
import anyTest from 'ava';
import {partNames, parts} from '../../../scripts/create/parts.ts';
import {importsOf, isWithin} from '../../../scripts/create/select-files.ts';
import type {Made} from './_create.ts';
import {make} from './_create.ts';

const test = (anyTest as TestFn<{full: Made; chosen: Made}>).serial;

/** All but the tests, which are no folder of their own to delete. */
const deletable = partNames.filter(part => part !== 'tests' && part !== 'docs');

test.before(async t => {
	const [chosen, full] = await Promise.all([
		make('parcels', '--with', deletable.join()),
		make('parcels', '--with-tests', '--without', deletable.join()),
	]);
	t.context = {chosen, full};
});

test.after.always(async t => {
	await t.context.chosen?.remove();
	await t.context.full?.remove();
});

for (const part of deletable) {
	test(`${part} is there, nothing imports it, and it goes`, async t => {
		const {directory, files, read} = t.context.chosen;
		for (const file of parts[part].files) {
			t.true(existsSync(path.join(directory, file)), file);
			await rm(path.join(directory, file), {recursive: true});
		}
		for (const file of await files()) {
			if (!file.endsWith('.ts') || !existsSync(path.join(directory, file))) continue;
			const imported = importsOf(file, await read(file)).filter(found => isWithin(found, parts[part].files));
			t.deepEqual(imported, [], file);
		}
	});
}

test('with the pages and none of the parts, the page on deploying says only what is there', async t => {
	const {directory, read} = t.context.full;
	const {scripts} = JSON.parse(await read('package.json')) as {scripts: object};
	const text = await read('docs/guides/deploy.md');
	for (const [, command] of text.matchAll(/npm run (?:--silent )?([\w:-]+)/g))
		t.true(command! in scripts, command);
	for (const part of deletable) {
		for (const file of parts[part].files) t.false(text.includes(`\`${file}`), file);
	}
	t.true(existsSync(path.join(directory, 'scripts/release-name.ts')));
});

test('without any of them its types, its lint and all its tests pass', async t => {
	t.timeout(600_000);
	await t.notThrowsAsync(t.context.chosen.run('tsc', '--noEmit', '--singleThreaded'));
	await t.notThrowsAsync(t.context.chosen.run('biome', 'check', '--error-on-warnings', '.'));
	t.regex(await t.context.chosen.run('ava'), /\d+ tests passed/);
});

test('with the template’s tests and none of the parts, no test asks for one', async t => {
	t.timeout(600_000);
	const {run, files} = t.context.full;
	await t.notThrowsAsync(run('tsc', '--noEmit', '--singleThreaded'));
	await t.notThrowsAsync(run('biome', 'check', '--error-on-warnings', '.'));
	const asking = (await files()).filter(file => /^test\/(ops|docs)\/[^_]/.test(file));
	t.true(asking.length > 0);
	t.regex(await run('ava', ...asking), /\d+ tests passed/);
});
