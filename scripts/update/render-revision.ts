import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {promisify} from 'node:util';
import {git} from '../git.ts';

const run = promisify(execFile);

/** What a service is made with. */
export interface Making {
	name: string;
	sample: boolean;
	parts: readonly string[];
}

/** The service's from the first day on, whatever the template writes there. */
const servicesOwn = ['CHANGELOG.md', 'README.md'];

/**
Make a service of one revision of the template, as that revision makes services.

@param clone - Of the template.
@param target - A directory that isn't there yet. A work tree of the revision stands beside it, with `.template`.
@throws {Error} With what it wrote, when that revision can't.
*/
export async function renderRevision(
	clone: string,
	revision: string,
	{name, sample, parts}: Making,
	target: string,
): Promise<void> {
	const tree = `${target}.template`;
	await git(clone, ['worktree', 'add', '--quiet', '--detach', tree, revision]);
	const known = await partsOf(tree);
	const list = (flag: string, has: boolean) => {
		const named = known.filter(part => parts.includes(part) === has);
		return named.length > 0 ? [flag, named.join()] : [];
	};
	const chosen = [...list('--with', true), ...list('--without', false)];
	const args = [target, '--name', name, '--no-git', ...(sample ? [] : ['--no-sample']), ...chosen];
	// A Git hook, or npm, may say where they work.
	const {INIT_CWD: _, ...env} = process.env;
	await run(process.execPath, [path.join(tree, 'scripts/create.ts'), ...args], {cwd: tree, env});
	for (const file of servicesOwn) await rm(path.join(target, file), {force: true});
}

/** Before there were parts, a service got everything. */
async function partsOf(tree: string): Promise<string[]> {
	const file = path.join(tree, 'scripts/create/parts.ts');
	if (!existsSync(file)) return [];
	return ((await import(pathToFileURL(file).href)) as {partNames: string[]}).partNames;
}
