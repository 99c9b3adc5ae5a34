import {existsSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import path from 'node:path';
import {git} from '../git.ts';

/** The two commits that only carry a tree to the merge are nobody's. */
const nobody = {
	GIT_AUTHOR_NAME: 'template',
	GIT_AUTHOR_EMAIL: 'template@localhost',
	GIT_COMMITTER_NAME: 'template',
	GIT_COMMITTER_EMAIL: 'template@localhost',
};

export interface Merged {
	/** Files in which both changed the same lines: git's marks stand in them. */
	conflicts: string[];
	/** Files that changed, or are new in a folder, which the service had deleted. */
	leftOut: string[];
}

/**
Merge what differs between two directories three-way into a repository, staged and uncommitted. What was deleted there
stays deleted.

@param service - A repository, or a folder of one.
@param index - A file that isn't there, for git to use.
*/
export async function mergeChange(service: string, old: string, now: string, index: string): Promise<Merged> {
	const before = await commit(service, old, index, []);
	const after = await commit(service, now, index, ['-p', before]);
	const leftOut = await deletedHere(service, before, after);
	try {
		await git(service, ['cherry-pick', '--no-commit', after]);
	} catch (error) {
		// Not a conflict but a merge that could not begin, such as over a file that git doesn't track.
		if ((await unmerged(service)).length === 0) throw error;
	}
	if (leftOut.length > 0)
		await git(service, ['rm', '--quiet', '--force', '--ignore-unmatch', '--', ...leftOut]);
	return {conflicts: await unmerged(service), leftOut};
}

/** Put a directory's content into the repository's object store, where no branch shows it: at the service's own place. */
async function commit(service: string, content: string, index: string, parent: string[]): Promise<string> {
	const options = {env: {...nobody, GIT_INDEX_FILE: index}};
	await rm(index, {force: true});
	await git(service, ['--work-tree', content, 'add', '--all', '--force', '.'], options);
	let tree = (await git(service, ['write-tree'], options)).trim();
	const folder = (await git(service, ['rev-parse', '--show-prefix'])).trim();
	if (folder !== '') {
		await rm(index);
		await git(service, ['read-tree', `--prefix=${folder}`, tree], options);
		tree = (await git(service, ['write-tree'], options)).trim();
	}
	return (await git(service, ['commit-tree', tree, ...parent, '-m', 'Template'], options)).trim();
}

/** Files that the change would bring back, and new ones in a folder that was there and is no more. */
async function deletedHere(service: string, before: string, after: string): Promise<string[]> {
	const changed = await differing(service, ['--no-renames', '--diff-filter=MT', before, after]);
	const added = await differing(service, ['--no-renames', '--diff-filter=A', before, after]);
	const old = await lines(service, ['ls-tree', '-r', '--name-only', before]);
	const isMissing = (file: string) => !existsSync(path.join(service, file));
	const isInDeleted = (file: string) => {
		const folder = path.dirname(file);
		return folder !== '.' && isMissing(folder) && old.some(known => known.startsWith(`${folder}/`));
	};
	return [...changed.filter(isMissing), ...added.filter(isInDeleted)];
}

const unmerged = (service: string) => differing(service, ['--diff-filter=U']);

/** Files, seen from the service. */
const differing = (service: string, args: readonly string[]) =>
	lines(service, ['diff', '--name-only', '--relative', ...args]);

async function lines(directory: string, args: readonly string[]): Promise<string[]> {
	const text = (await git(directory, ['-c', 'core.quotePath=false', ...args])).trim();
	return text === '' ? [] : text.split('\n');
}
