import {execFile} from 'node:child_process';
import {rm} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';
import {git, tryGit} from '../git.ts';

const run = promisify(execFile);

/** What of its template a service was made of, as its `package.json` says. */
export interface Template {
	version: string;
	revision: string;
	sample: boolean;
}

/**
Make a service of one revision of the template, as that revision makes services.

@param clone - Of the template. Its work tree is replaced.
@param target - A directory that isn't there yet.*/
export async function renderTemplate(
	clone: string,
	revision: string,
	name: string,
	sample: boolean,
	target: string,
): Promise<void> {
	await git(clone, ['checkout', '--quiet', '--detach', revision]);
	const script = path.join(clone, 'scripts/create.ts');
	const kind = sample ? [] : ['--no-sample'];
	await run(process.execPath, [script, target, '--name', name, '--no-git', ...kind], {cwd: clone});
	// A service writes its own from the first day on.
	await rm(path.join(target, 'CHANGELOG.md'));
}

/**
The commit that a branch, a tag or a commit of the template is. Ask before the clone's `HEAD` moves.

@throws {Error} When there is none.
*/
export async function findRevision(clone: string, name: string): Promise<string> {
	for (const candidate of [name, `origin/${name}`]) {
		const found = await tryGit(clone, ['rev-parse', '--quiet', '--verify', `${candidate}^{commit}`]);
		if (found) return found.trim();
	}
	throw new Error(`expected a branch, tag or commit of the template, got ${name}`);
}
