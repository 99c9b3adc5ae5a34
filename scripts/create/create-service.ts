import {readFileSync} from 'node:fs';
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {tryGit} from '../git.ts';
import {begin, enclosingRepository} from './begin-repository.ts';
import {checkDirectory} from './check-directory.ts';
import type {Origin} from './package-files.ts';
import type {Options} from './parse-options.ts';
import {renderFiles} from './render-files.ts';

export interface Created {
	directory: string;
	/** What the caller should know. */
	notes: string[];
}

/**
Make a new service of a checkout of the template.

@param root - The checkout.
@throws {Error} When the directory can't take it; nothing is written then.
*/
export async function createService(root: string, options: Options): Promise<Created> {
	const directory = path.resolve(options.directory);
	await checkDirectory(directory, root);
	const {name: templateName, version} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
	const origin: Origin = {version, revision: (await tryGit(root, ['rev-parse', 'HEAD']))?.trim()};
	const kept = {templateName, name: options.name, sample: options.sample, parts: new Set(options.parts)};
	// All of it is made before any of it is written.
	const files = await renderFiles(root, kept, origin);

	for (const [file, content] of files) {
		const target = path.join(directory, file);
		await mkdir(path.dirname(target), {recursive: true});
		await writeFile(target, content);
	}
	const repository = await enclosingRepository(directory);
	const notes = await describeOrigin(root, origin);
	if (repository)
		notes.push(`DIR is inside the git repository ${repository}: nothing is committed there yet.`);
	else if (options.git) notes.push(...(await begin(directory)));
	return {directory, notes};
}

async function describeOrigin(root: string, {revision}: Origin): Promise<string[]> {
	if (revision === undefined)
		return ['The template is no git checkout: updates will not know where to begin.'];
	const changed = await tryGit(root, ['status', '--porcelain', '--untracked-files=no']);
	return changed ? ['The template has changes that are not committed: they came along.'] : [];
}
