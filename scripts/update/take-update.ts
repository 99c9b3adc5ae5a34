import {existsSync} from 'node:fs';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {partNames, parts} from '../create/parts.ts';
import {git, tryGit} from '../git.ts';
import {mergeChange} from './merge-change.ts';
import {newerSections} from './newer-sections.ts';
import {renderRevision} from './render-revision.ts';

export interface Taken {
	/** The service was made of this revision already, with the same parts. */
	isCurrent: boolean;
	/** Files in which both changed the same lines: git's marks stand in them. */
	conflicts: string[];
	/** Files of the template that the service had deleted. */
	leftOut: string[];
	/** Of the template's changelog, what is newer than the service. */
	changelog: string;
}

/** What of its template a service was made of, as its `package.json` says. */
interface Template {
	version: string;
	revision: string;
	sample: boolean;
	/** None in a service that is older than parts: it has them all. */
	parts?: string[];
}

/**
Merge what the template changed since the service was made of it, or last updated, into the service's work tree.

A service is made twice, of the old and of the new template: what differs is what the template changed, renamed and
chosen as the service is. That is merged three-way, so what the service changed stays.

@param clone - Of the template, at the revision to take in.
@param flags - `--with` and `--without` parts: they come, or go, with this update.
@throws {Error} Before anything is changed: when the service has uncommitted changes or doesn't know its template.
*/
export async function takeUpdate(service: string, clone: string, flags: readonly string[]): Promise<Taken> {
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
	const had = (template.parts ?? partNames).filter(part => isThere(service, part));
	const wanted = choose(had, flags);
	const [from, to] = [await commitOf(clone, template.revision), await commitOf(clone, 'HEAD')];
	const isCurrent = from === to && `${had}` === `${wanted}`;
	if (isCurrent) return {isCurrent, conflicts: [], leftOut: [], changelog: ''};

	const directory = await mkdtemp(path.join(clone, '..', 'made-'));
	const making = {name, sample: template.sample ?? true};
	const [old, now] = [path.join(directory, 'old'), path.join(directory, 'new')];
	await renderRevision(clone, from, {...making, parts: had}, old);
	await renderRevision(clone, to, {...making, parts: wanted}, now);
	await remember(old, template);
	const changelog = await readFile(path.join(clone, 'CHANGELOG.md'), 'utf8');
	try {
		return {
			isCurrent,
			...(await mergeChange(service, old, now, path.join(directory, 'index'))),
			changelog: newerSections(changelog, template.version ?? '0.0.0'),
		};
	} finally {
		await rm(directory, {recursive: true, force: true});
	}
}

/** Whatever was deleted since: the service's own record is what changes to the new one, without a conflict. */
async function remember(made: string, template: Partial<Template>): Promise<void> {
	const file = path.join(made, 'package.json');
	const manifest = JSON.parse(await readFile(file, 'utf8'));
	await writeFile(file, `${JSON.stringify({...manifest, template}, null, '\t')}\n`);
}

/** A part whose first file or folder was deleted is gone: it stays so. One that the template no longer knows is no part. */
function isThere(service: string, part: string): boolean {
	const first = part in parts ? parts[part as keyof typeof parts].files[0] : undefined;
	return first !== undefined && existsSync(path.join(service, first));
}

function choose(had: readonly string[], flags: readonly string[]): string[] {
	const options = {
		with: {type: 'string', multiple: true},
		without: {type: 'string', multiple: true},
	} as const;
	const {values} = parseArgs({args: [...flags], options});
	const list = (all: readonly string[] = []) => all.flatMap(value => value.split(','));
	const [added, removed] = [list(values.with), list(values.without)];
	const unknown = [...added, ...removed].find(part => !(part in parts));
	if (unknown !== undefined)
		throw new Error(`a part must be one of ${partNames.join(', ')}, got "${unknown}"`);
	return partNames.filter(part => (had.includes(part) || added.includes(part)) && !removed.includes(part));
}

async function commitOf(clone: string, name: string): Promise<string> {
	const found = await tryGit(clone, ['rev-parse', '--quiet', '--verify', `${name}^{commit}`]);
	if (!found) throw new Error(`expected the template to have the revision ${name} that package.json names`);
	return found.trim();
}
