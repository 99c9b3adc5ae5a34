import {readFile} from 'node:fs/promises';
import test from 'ava';

const folder = new URL('../../', import.meta.url);
const read = (file: string) => readFile(new URL(file, folder), 'utf8');
const page = await read('README.md');

test('what the page shows is in the test of the contract', async t => {
	const [, snippet] = /^```ts\n(.+?)^```$/ms.exec(page) ?? [];
	t.true((await read('contract.ts')).includes(snippet!));
});

for (const [, file, name] of page.matchAll(/^\| `(kit\/[\w-]+\.ts)` \| `(\w+)`/gm)) {
	test(`${file} gives ${name}, which says how it is called`, async t => {
		t.regex(await read(file!), new RegExp(`\\*/\nexport (?:async )?function ${name}\\(`));
	});
}
