import {readFile} from 'node:fs/promises';
import test from 'ava';
import {renderEnvExample, renderSettingsTable} from '../../../scripts/settings-document.ts';

const read = (name: string) => readFile(new URL(`../../../${name}`, import.meta.url), 'utf8');

test('.env.example is what the settings say', async t => {
	t.is(await read('.env.example'), renderEnvExample(), 'run: npm run docs');
});

test('the table of variables is what the settings say', async t => {
	t.true((await read('docs/configuration.md')).includes(renderSettingsTable()), 'run: npm run docs');
});
