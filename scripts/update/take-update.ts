import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {git} from '../git.ts';
import {newerSections} from './newer-sections.ts';
import type {Template} from './render-template.ts';
import {findRevision, renderTemplate} from './render-template.ts';

export interface Taken {
	/** Files in which both changed the same lines: git's marks stand in them. */
	conflicts: string[];
	/** Of the template's changelog, what is newer than the service. */
	changelog: string;
}

/** The two commits that only carry a tree to the merge are nobody's. */
const nobody = {
	GIT_AUTHOR_NAME: 'template',
	GIT_AUTHOR_EMAIL: 'template@localhost',
	GIT_COMMITTER_NAME: 'template',
	GIT_COMMITTER_EMAIL: 'template@localhost',
};

/**
Merge what the template changed since the service was made of it, or last updated, into the service's work tree.

A service is made twice, of the old and of the new template: what differs is what the template changed, renamed and
without the sample as the service is. That is merged three-way, so what the service changed stays.

@param source - The template: a path or a URL that git clones.
@param to - Branch, tag or commit of it.
@throws {Error} Before anything is changed: when the service has uncommitted changes or doesn't know its template.
*/
export async function takeUpdate(service: string, source: string, to: string): Promise<Taken> {
	const {name, template} = JSON.parse(await readFile(path.join(service, 'package.json'), 'utf8')) as {
		name: string;
		template?: Partial<Template>;
	};
	if (template?.revision === undefined) {
		throw new Error('expected package.json to name the template’s revision in "template", found none');
	}
	if (await git(service, ['status', '--porcelain', '--untracked-files=no'])) {
		throw new Error('expected no uncommitted changes: commit or stash them first');
	}
	const directory = await mkdtemp(path.join(tmpdir(), 'update-'));
	try {
		const clone = path.join(directory, 'template');
		await git(directory, ['clone', '--quiet', '--no-checkout', source, clone]);
		const commitOf = async (revision: string, ...parent: string[]) => {
			const target = path.join(directory, `of-${parent.length}`);
			await renderTemplate(clone, revision, name, template.sample ?? true, target);
			return commit(service, target, path.join(directory, 'index'), parent);
		};
		const [from, until] = [await findRevision(clone, template.revision), await findRevision(clone, to)];
		const old = await commitOf(from);
		const now = await commitOf(until, '-p', old);
		const changelog = await readFile(path.join(clone, 'CHANGELOG.md'), 'utf8');
		return {
			conflicts: await merge(service, now),
			changelog: newerSections(changelog, template.version ?? '0.0.0'),
		};
	} finally {
		await rm(directory, {recursive: true, force: true});
	}
}

/** Put a directory's content into the service's object store, where no branch shows it. */
async function commit(service: string, content: string, index: string, parent: string[]): Promise<string> {
	const options = {env: {...nobody, GIT_INDEX_FILE: index}};
	await rm(index, {force: true});
	await git(service, ['--work-tree', content, 'add', '--all', '--force', '.'], options);
	const tree = (await git(service, ['write-tree'], options)).trim();
	return (await git(service, ['commit-tree', tree, ...parent, '-m', 'Template'], options)).trim();
}

async function merge(service: string, revision: string): Promise<string[]> {
	try {
		await git(service, ['cherry-pick', '--no-commit', revision]);
		return [];
	} catch (error) {
		const unmerged = await git(service, ['diff', '--name-only', '--diff-filter=U']);
		// Not a conflict but a merge that could not begin, such as over a file that git doesn't track.
		if (unmerged === '') throw error;
		return unmerged.trim().split('\n');
	}
}
