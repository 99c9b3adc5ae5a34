import {access, readdir, readFile} from 'node:fs/promises';
import test from 'ava';

const root = new URL('../../docs/', import.meta.url);
const pages = (await readdir(root, {recursive: true})).filter(name => name.endsWith('.md'));

for (const name of pages) {
	test(`docs/${name} links only to what is there, and names only files that are`, async t => {
		const page = new URL(name, root);
		const text = await readFile(page, 'utf8');
		const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => new URL(link!, page));
		const files = [...text.matchAll(/`((?:config|observability|service|ops)\/[\w/-]+\.(?:ts|yaml))`/g)].map(
			([, file]) => new URL(`../${file}`, root),
		);
		for (const target of [...links, ...files]) await t.notThrowsAsync(access(target), target.pathname);
		t.pass();
	});
}

test('each decision has its number, context, decision and consequence', async t => {
	const decisions = pages.filter(name => name.startsWith('adr/')).sort();
	for (const [index, name] of decisions.entries()) {
		const text = await readFile(new URL(name, root), 'utf8');
		t.true(name.startsWith(`adr/${String(index + 1).padStart(4, '0')}-`), name);
		t.regex(
			text,
			new RegExp(`^# ${index + 1}\\. .+\n\n## Context\n[^#]+\n## Decision\n[^#]+\n## Consequence\n[^#]+$`),
		);
		t.true(text.split('\n').length < 60, name);
	}
});
