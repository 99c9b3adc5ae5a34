import {execFile} from 'node:child_process';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** Which repository a hook works for: another one than we name by its directory. */
const misleading = /^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|COMMON_DIR|OBJECT_DIRECTORY)$/;

export interface GitOptions {
	/** Beside our own environment. */
	env?: Record<string, string>;
}

/**
Run git in a directory, and return what it wrote.

@throws {Error} When git is not there or fails, with its own words as `stderr`.
*/
export async function git(
	directory: string,
	args: readonly string[],
	{env = {}}: GitOptions = {},
): Promise<string> {
	const own = Object.entries(process.env).filter(([name]) => !misleading.test(name));
	const {stdout} = await run('git', ['-C', directory, ...args], {
		env: {...Object.fromEntries(own), ...env},
		maxBuffer: 64 * 1024 * 1024,
	});
	return stdout;
}

/** As `git`, but undefined instead of throwing. */
export async function tryGit(directory: string, args: readonly string[]): Promise<string | undefined> {
	try {
		return await git(directory, args);
	} catch {
		return undefined;
	}
}

/** What git said was wrong, in a line. */
export function reasonOf(error: unknown): string {
	const {stderr, message} = error as Error & {stderr?: string};
	return (stderr || message).trim().split('\n').at(-1)!;
}
