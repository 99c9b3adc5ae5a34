import {existsSync, readFileSync} from 'node:fs';
import test from 'ava';
import {buffers} from '../../observability/delivery/deliveries.ts';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/reliability.md', root), 'utf8');

test('the documented buffers are those of the code', t => {
	const rows = Object.entries(buffers).map(([signal, {maxBytes, maxAgeMs}]) => {
		const longest = maxAgeMs < 60_000 ? `${maxAgeMs / 1000} s` : `${maxAgeMs / 60_000} min`;
		return `| ${signal} | ${maxBytes / 1024 / 1024} MiB | ${longest} |\n`;
	});
	const documented = /<!-- buffers -->\n(?:.*\n){2}((?:\|.*\n)+)<!-- \/buffers -->/.exec(page)?.[1];
	t.is(documented, rows.join(''));
});

test('every command on the page exists', t => {
	const scripts = (JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {scripts: object})
		.scripts;
	for (const [, script] of page.matchAll(/`npm run ([\w:]+)`/g)) t.true(script! in scripts, script);
	const files = [...page.matchAll(/`npx ava ([^`]+)`/g)].flatMap(([, paths]) => paths!.split(' '));
	t.true(files.length > 5);
	for (const file of files) t.true(existsSync(new URL(file, root)), file);
});
