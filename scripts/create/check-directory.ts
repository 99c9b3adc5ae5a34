import {readdir} from 'node:fs/promises';
import path from 'node:path';

/** @throws {Error} unless a service can be put there: a new or an empty directory, outside of the template. */
export async function checkDirectory(directory: string, root: string): Promise<void> {
	const fromRoot = path.relative(root, directory);
	if (!fromRoot.startsWith('..') && !path.isAbsolute(fromRoot)) {
		throw new Error(`DIR must be outside of the template, got ${directory}`);
	}
	let entries: string[];
	try {
		entries = await readdir(directory);
	} catch (error) {
		const {code} = error as {code?: string};
		if (code === 'ENOENT') return;
		throw code === 'ENOTDIR' ? new Error(`DIR must be a directory, got the file ${directory}`) : error;
	}
	if (entries.length > 0) {
		throw new Error(
			`DIR must be empty or new, got ${directory} with ${entries.slice(0, 3).join(', ')} in it`,
		);
	}
}
