import {mkdtemp, readFile, rm, symlink} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {git} from '../../../scripts/git.ts';
import type {Ended} from '../../kit/run-to-exit.ts';
import {runCommand, runToExit} from '../../kit/run-to-exit.ts';

export const root = path.join(import.meta.dirname, '../../..');

/** Somebody, on a machine that doesn't know its user, and with no settings of its own. */
export const author = {
	GIT_AUTHOR_NAME: 'A',
	GIT_AUTHOR_EMAIL: 'a@a.example',
	GIT_COMMITTER_NAME: 'A',
	GIT_COMMITTER_EMAIL: 'a@a.example',
	GIT_CONFIG_GLOBAL: '/dev/null',
};

export interface Made {
	/** Ends in no slash. */
	directory: string;
	created: Ended;
	/** Every file of it that is committed. */
	files(): Promise<string[]>;
	read(file: string): Promise<string>;
	/** A tool of the project, with the template's packages: what it says. @throws {Error} When it fails. */
	run(tool: string, ...args: string[]): Promise<string>;
	remove(): Promise<void>;
}

/** A service as a person makes one. It shares `node_modules`. @throws {Error} When it can't be made. */
export async function make(name: string, ...options: string[]): Promise<Made> {
	const parent = await mkdtemp(path.join(tmpdir(), 'created-'));
	const directory = path.join(parent, 'a service');
	const args = [directory, '--name', name, ...options];
	const created = await runToExit({entry: 'scripts/create.ts', args, env: author});
	if (created.code !== 0) throw new Error(created.stderr);
	await symlink(path.join(root, 'node_modules'), path.join(directory, 'node_modules'));
	return {
		directory,
		created,
		files: async () => (await git(directory, ['ls-files'])).trim().split('\n'),
		read: file => readFile(path.join(directory, file), 'utf8'),
		async run(tool, ...toolArgs) {
			const env = {PATH: `${path.dirname(process.execPath)}:${process.env['PATH']}`};
			const command = [path.join(directory, 'node_modules/.bin', tool), ...toolArgs] as [string, ...string[]];
			const options = {env, cwd: pathToFileURL(`${directory}/`), timeoutMs: 600_000};
			const {code, stdout, stderr} = await runCommand(command, options);
			if (code !== 0) throw new Error(`${tool} ${toolArgs.join(' ')}\n${stdout}\n${stderr}`);
			return stdout;
		},
		remove: () => rm(parent, {recursive: true, force: true}),
	};
}
