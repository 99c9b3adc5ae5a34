import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {tryGit} from '../git.ts';

/** What only the template needs: it measures, creates and proves itself. */
const machinery = [
	'.ci',
	'CHANGELOG.md',
	'README.md',
	'bench',
	'docs/performance.md',
	'docs/performance.svg',
	'scripts/create.ts',
	'scripts/create',
	'scripts/pictures.ts',
	'scripts/pictures',
	'test/bench',
	'test/guides',
	'test/readme.ts',
	'test/scripts/create',
	'test/scripts/pictures.ts',
	'test/scripts/update',
];

/** Never part of a checkout, for a copy that git doesn't know. */
const unknownToGit = /^(\.git|node_modules|\.cache|\.env)$|\.log$/;

/** Files of the template that a new service gets, relative to `root`. */
export async function templateFiles(root: string): Promise<string[]> {
	return (await allFiles(root)).filter(file => !isWithin(file, machinery));
}

/** Whether a file is one of these, or below one of them. */
export function isWithin(file: string, names: readonly string[]): boolean {
	return names.some(name => file === name || file.startsWith(`${name}/`));
}

async function allFiles(root: string): Promise<string[]> {
	const tracked = await tryGit(root, ['ls-files', '-z']);
	if (tracked) return tracked.split('\0').filter(file => file !== '');
	return walk(root, '');
}

async function walk(root: string, folder: string): Promise<string[]> {
	const entries = await readdir(path.join(root, folder), {withFileTypes: true});
	const found = entries
		.filter(({name}) => !unknownToGit.test(name))
		.map(entry => {
			const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
			return entry.isDirectory() ? walk(root, file) : [file];
		});
	return (await Promise.all(found)).flat();
}
