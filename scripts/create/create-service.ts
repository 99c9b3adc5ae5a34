import {readFileSync} from 'node:fs';
import {copyFile, mkdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {git, reasonOf, tryGit} from '../git.ts';
import {checkDirectory} from './check-directory.ts';
import type {Origin} from './package-files.ts';
import {firstVersion, rewriteLock, rewritePackage, rewriteTsconfig} from './package-files.ts';
import type {Options} from './parse-options.ts';
import {renderReadme} from './render-readme.ts';
import type {Kept} from './rewrite-text.ts';
import {rewriteLinks, rewriteText} from './rewrite-text.ts';
import {templateFiles} from './template-files.ts';
import {withoutSample, withoutSampleFiles} from './without-sample.ts';

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
	const {name: templateName, version} = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
	const origin: Origin = {version, revision: (await tryGit(root, ['rev-parse', 'HEAD']))?.trim()};
	const kept: Kept = {templateName, name: options.name, sample: options.sample};
	const all = await templateFiles(root);
	const files = kept.sample
		? all
		: withoutSampleFiles(all, file => readFileSync(path.join(root, file), 'utf8'));

	for (const file of files) {
		const target = path.join(directory, file);
		await mkdir(path.dirname(target), {recursive: true});
		await copyFile(path.join(root, file), target);
		const bytes = await readFile(target);
		if (!bytes.includes(0)) await writeFile(target, rewrite(file, bytes.toString(), kept, origin, files));
	}
	await writeFile(path.join(directory, 'CHANGELOG.md'), changelog(origin));
	await writeFile(path.join(directory, 'README.md'), readme(directory, kept.name, files));
	return {
		directory,
		notes: [...(await describeOrigin(root, origin)), ...(options.git ? await begin(directory) : [])],
	};
}

function rewrite(file: string, text: string, kept: Kept, origin: Origin, files: readonly string[]): string {
	if (file === 'package.json') return rewritePackage(text, kept, origin, files);
	if (file === 'package-lock.json') return rewriteLock(text, kept);
	const own = rewriteText(kept.sample ? text : withoutSample(file, text), kept);
	if (file === 'tsconfig.json') return rewriteTsconfig(own, files);
	return file.endsWith('.md') ? rewriteLinks(file, own, target => isThere(target, files)) : own;
}

function isThere(target: string, files: readonly string[]): boolean {
	const ours = [...files, 'README.md', 'CHANGELOG.md'];
	return ours.some(file => file === target || file.startsWith(`${target.replace(/\/$/, '')}/`));
}

function readme(directory: string, name: string, files: readonly string[]): string {
	const read = (file: string) => readFileSync(path.join(directory, file), 'utf8');
	const {scripts} = JSON.parse(read('package.json')) as {scripts: Record<string, string>};
	const titleOf = (page: string) => /^# (.*)$/m.exec(read(page))?.[1] ?? page;
	return renderReadme({name, scripts: Object.keys(scripts), files, titleOf});
}

function changelog({version}: Origin): string {
	return `# Changelog\n\n## ${firstVersion}\n\nCreated from version ${version} of its template.\n`;
}

async function describeOrigin(root: string, {revision}: Origin): Promise<string[]> {
	if (revision === undefined)
		return ['The template is no git checkout: updates will not know where to begin.'];
	const changed = await tryGit(root, ['status', '--porcelain', '--untracked-files=no']);
	return changed ? ['The template has changes that are not committed: they came along.'] : [];
}

/** A repository with everything in its first commit. Without git, or without its user's name, that is left to do. */
async function begin(directory: string): Promise<string[]> {
	try {
		await git(directory, ['init', '--quiet', '--initial-branch=main']);
		await git(directory, ['add', '--all']);
		await git(directory, ['commit', '--quiet', '--message=Create the service from its template']);
		return [];
	} catch (error) {
		return [`Nothing is committed yet: ${reasonOf(error)}`];
	}
}
