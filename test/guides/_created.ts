import {mkdtemp, rm, symlink} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {createService} from '../../scripts/create/create-service.ts';
import type {Options} from '../../scripts/create/parse-options.ts';
import type {ProjectCopy} from '../scripts/_project-copy.ts';

const root = path.join(import.meta.dirname, '../..');

/** A service as the reader of a guide has it, small unless asked for more. It shares `node_modules`. */
export async function createProject(asked: Partial<Options> = {}): Promise<ProjectCopy> {
	const directory = await mkdtemp(path.join(tmpdir(), 'guide-'));
	await createService(root, {directory, name: 'post-office', sample: true, parts: [], git: false, ...asked});
	await symlink(path.join(root, 'node_modules'), path.join(directory, 'node_modules'));
	return {
		url: pathToFileURL(`${directory}/`),
		remove: () => rm(directory, {recursive: true, force: true}),
	};
}
