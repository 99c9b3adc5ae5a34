import {readFile} from 'node:fs/promises';
import test from 'ava';
import {newerSections} from '../../../scripts/update/newer-sections.ts';

const root = new URL('../../../', import.meta.url);

test('the newest section of CHANGELOG.md is the version of the template', async t => {
	const {version} = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));
	t.regex(
		await readFile(new URL('CHANGELOG.md', root), 'utf8'),
		new RegExp(`^[^#]*# Changelog[^#]*## ${version}\n`),
	);
});

test('only sections above one’s own version are newer', t => {
	const changelog = '# Changelog\n\nWords.\n\n## 1.2.0\n\nc\n\n## 1.1.0\n\nb\n\n## 1.0.0\n\na\n';
	t.is(newerSections(changelog, '1.1.0'), '## 1.2.0\n\nc\n\n');
	t.is(newerSections(changelog, '1.2.0'), '');
	t.is(newerSections(changelog, '0.9.0'), changelog.slice(changelog.indexOf('## 1.2.0')));
});
