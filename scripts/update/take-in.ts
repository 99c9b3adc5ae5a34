import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import path from 'node:path';
import {git} from '../git.ts';
import {takeUpdate} from './take-update.ts';

/**
Take this revision of the template into a service, which has called us from a clone of its own.

@param process.argv - The service's directory, the clone's, and which parts to add or to take away.
*/
const [service = '', clone = '', ...flags] = process.argv.slice(2);

try {
	const {conflicts, changelog, leftOut, isCurrent} = await takeUpdate(service, clone, flags);
	if (isCurrent) {
		process.stdout.write('Already current: nothing of the template is newer.\n');
	} else {
		process.stdout.write(`${changelog}\n`);
		if (leftOut.length > 0) process.stdout.write(`Deleted here, and left so:\n${leftOut.join('\n')}\n\n`);
		if (conflicts.length > 0) {
			throw new Error(`Both changed the same lines, mend them by hand:\n${conflicts.join('\n')}`);
		}
		const documents = await writeDocuments();
		process.stdout.write(`Taken in${documents}. Next: npm ci && npm test && git commit\n`);
	}
} catch (error) {
	const {stderr, message} = error as Error & {stderr?: string};
	process.stderr.write(`${stderr || message}\n`);
	process.exitCode = 1;
}

/** The tables of the service's own settings and problems, which the template can't know. */
async function writeDocuments(): Promise<string> {
	const script = path.join(service, 'scripts/document.ts');
	if (!existsSync(script)) return '';
	try {
		execFileSync(process.execPath, [script], {cwd: service, stdio: 'pipe'});
	} catch {
		return '; run npm run docs after npm ci';
	}
	if (!(await git(service, ['diff', '--name-only']))) return '';
	await git(service, ['add', '--update']);
	return ', and its tables written again (npm run docs)';
}
