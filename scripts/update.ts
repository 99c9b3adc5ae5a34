import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {takeUpdate} from './update/take-update.ts';

/** Take what the template changed into this service. See docs/updating.md. */
const service = fileURLToPath(new URL('../', import.meta.url));
const [template, to = 'HEAD'] = process.argv.slice(2);

try {
	if (template === undefined) throw new Error('usage: npm run update -- TEMPLATE [BRANCH, TAG OR COMMIT]');
	// A path is relative to where the command was typed.
	const local = template.startsWith('.') ? path.resolve(process.env['INIT_CWD'] ?? '.', template) : template;
	const {conflicts, changelog} = await takeUpdate(service, local, to);
	process.stdout.write(`${changelog}\n`);
	if (conflicts.length > 0) {
		throw new Error(`Both changed the same lines, mend them by hand:\n${conflicts.join('\n')}`);
	}
	process.stdout.write('Taken in. Next: npm ci && npm test && git commit\n');
} catch (error) {
	const {stderr, message} = error as Error & {stderr?: string};
	process.stderr.write(`${stderr || message}\n`);
	process.exitCode = 1;
}
