import {cp, mkdtemp, readdir, rm, symlink} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

export interface ProjectCopy {
	/** Its root, ending in a slash. */
	url: URL;
	remove(): Promise<void>;
}

const root = new URL('../../', import.meta.url);
const leftBehind = ['.cache', '.env', '.git', 'node_modules'];

/** A copy of the project, to edit while other tests use the original. It shares `node_modules`. */
export async function copyProject(): Promise<ProjectCopy> {
	const directory = await mkdtemp(path.join(tmpdir(), 'project-'));
	const url = pathToFileURL(`${directory}/`);
	const parts = await readdir(root);
	const filter = (source: string) => !leftBehind.includes(path.basename(source));
	await Promise.all(
		parts.map(part => cp(new URL(part, root), new URL(part, url), {recursive: true, filter})),
	);
	await symlink(new URL('node_modules', root), new URL('node_modules', url));
	return {url, remove: () => rm(directory, {recursive: true, force: true})};
}
