import {existsSync} from 'node:fs';
import {readFile, writeFile} from 'node:fs/promises';
import {renderProblemsTable} from './problems-document.ts';
// docs only
import {renderRulesTable} from './rules-document.ts';
// /docs only
import {renderEnvExample, renderSettingsTable, replaceBetween} from './settings-document.ts';
// docs only
import {renderTelemetry} from './telemetry-document.ts';

// /docs only

/** Write what the documentation says of settings and problems from their tables. */
const root = new URL('../', import.meta.url);
await writeFile(new URL('.env.example', root), renderEnvExample());
await rewrite('docs/configuration.md', 'settings', renderSettingsTable());
await rewrite('docs/api.md', 'problems', renderProblemsTable());
// docs only
await rewrite('docs/errors.md', 'rules', renderRulesTable());
await rewrite('docs/telemetry.md', 'telemetry', renderTelemetry());
// /docs only

async function rewrite(page: string, part: string, content: string): Promise<void> {
	const file = new URL(page, root);
	// A page may be deleted like any other.
	if (!existsSync(file)) return;
	await writeFile(file, replaceBetween(await readFile(file, 'utf8'), part, content));
}
