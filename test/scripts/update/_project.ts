import {mkdir, mkdtemp, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {git} from '../../../scripts/git.ts';
import type {Ended} from '../../kit/run-to-exit.ts';
import {runCommand} from '../../kit/run-to-exit.ts';
import {author, root} from '../create/_create.ts';

/** A checkout that a person works in. */
export interface Project {
	directory: string;
	read(file: string): Promise<string>;
	write(file: string, text: string): Promise<void>;
	/** Replace text that must be there. */
	edit(file: string, from: string, to: string): Promise<void>;
	/** All that there is. @returns The commit. */
	commit(): Promise<string>;
	/** What differs from the last commit, as git's short status. */
	status(): Promise<string>;
	run(...args: string[]): Promise<Ended>;
}

function openProject(directory: string): Project {
	const read = (file: string) => readFile(path.join(directory, file), 'utf8');
	const write = (file: string, text: string) => writeFile(path.join(directory, file), text);
	return {
		directory,
		read,
		write,
		async edit(file, from, to) {
			const text = await read(file);
			if (!text.includes(from)) throw new Error(`expected ${from} in ${file}`);
			await write(
				file,
				text.replace(from, () => to),
			);
		},
		async commit() {
			await git(directory, ['add', '--all']);
			await git(directory, ['commit', '--quiet', '--message=Change'], {env: author});
			return (await git(directory, ['rev-parse', 'HEAD'])).trim();
		},
		status: () => git(directory, ['status', '--porcelain']),
		run: (...args) =>
			runCommand([process.execPath, ...args], {env: author, cwd: pathToFileURL(`${directory}/`)}),
	};
}

export interface Workshop {
	template: Project;
	/** A service, made of the template as it stands. */
	make(...options: string[]): Promise<Project>;
	/** A clone, for one test to change. @param folder - Of its repository, into which it moves. */
	fork(project: Project, folder?: string): Promise<Project>;
	remove(): Promise<void>;
}

/** The template in a history of its own. */
export async function openWorkshop(): Promise<Workshop> {
	const directory = await mkdtemp(path.join(tmpdir(), 'workshop-'));
	const template = openProject(path.join(directory, 'template'));
	let services = 0;
	await git(root, ['clone', '--quiet', '--no-hardlinks', '.', template.directory]);
	// What is changed here and not committed is what is to be tested.
	const changes = await git(root, ['diff', 'HEAD', '--binary']);
	if (changes) {
		await writeFile(path.join(directory, 'changes'), changes);
		await git(template.directory, ['apply', '--index', path.join(directory, 'changes')]);
		await template.commit();
	}
	return {
		template,
		async make(...options) {
			const target = path.join(directory, `service-${services++}`);
			const made = await template.run('scripts/create.ts', target, '--name', 'parcels', ...options);
			if (made.code !== 0) throw new Error(made.stderr);
			const service = openProject(target);
			await service.edit('.gitignore', 'node_modules/', 'node_modules');
			await service.commit();
			return service;
		},
		async fork(project, folder = '.') {
			const repository = path.join(directory, `fork-${services++}`);
			await git(directory, ['clone', '--quiet', project.directory, repository]);
			const target = path.join(repository, folder);
			if (folder !== '.') {
				const all = (await git(repository, ['ls-tree', '--name-only', 'HEAD'])).trim().split('\n');
				await mkdir(target, {recursive: true});
				await git(repository, ['mv', ...all, target]);
			}
			await symlink(path.join(root, 'node_modules'), path.join(target, 'node_modules'));
			return openProject(target);
		},
		remove: () => rm(directory, {recursive: true, force: true}),
	};
}
