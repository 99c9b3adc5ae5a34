import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {tryGit} from '../git.ts';

/** Never part of a checkout, for a copy that git doesn't know. */
const unknownToGit = /^(\.git|node_modules|\.cache|\.env)$|\.log$/;

/** Every file of the template, relative to `root`. */
export async function templateFiles(root: string): Promise<string[]> {
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
