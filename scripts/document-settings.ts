import {readFile, writeFile} from 'node:fs/promises';
import {renderEnvExample, renderSettingsTable, replaceBetween} from './settings-document.ts';

/** Write `.env.example` and docs/configuration.md from the settings. */
const root = new URL('../', import.meta.url);
const page = new URL('docs/configuration.md', root);
await writeFile(new URL('.env.example', root), renderEnvExample());
await writeFile(page, replaceBetween(await readFile(page, 'utf8'), 'settings', renderSettingsTable()));
