import {readFile} from 'node:fs/promises';
import test from 'ava';
import {settings} from '../../config/settings/settings.ts';
import {parts} from '../../scripts/create/parts.ts';

const read = (name: string) => readFile(new URL(`../../docs/guides/${name}.md`, import.meta.url), 'utf8');
const page = await read('move-over');

test('every variable that stands on the side of this service is a setting', t => {
	const cells = [...page.matchAll(/^\|[^|]*\|([^|]*)\|$/gm)].map(([, here]) => here!);
	const names = cells.flatMap(cell =>
		[...cell.matchAll(/`([A-Z][A-Z_]{4,})(?:=[^`]*)?`/g)].map(([, name]) => name!),
	);
	t.true(names.length > 8);
	for (const name of names) t.true(name in settings, name);
});

test('every part that the page on trimming names can be chosen', async t => {
	const [, chosen] = /--with ([\w,]+)`/.exec(await read('trim')) ?? [];
	for (const part of chosen!.split(',')) t.true(part in parts, part);
});
