import type {Child, Exit} from './spawn.ts';
import {spawnCommand, toStart} from './spawn.ts';

export interface RunOptions {
	/** All of its environment but `PATH`. */
	env?: Record<string, string>;
	/** Relative to the project. Default `service/main.ts`. */
	entry?: string;
	args?: string[];
	/** Default 120000: a busy machine takes its time. */
	timeoutMs?: number;
}

export type Ended = Exit & {stdout: string; stderr: string};

/** What heeds no SIGTERM for so long gets SIGKILL. */
const graceMs = 5000;

/**
Run a process that is expected to end by itself.

@throws {Error} With everything it wrote, when it doesn't within `timeoutMs`.
*/
export async function runToExit({
	env = {},
	entry = 'service/main.ts',
	args = [],
	timeoutMs,
}: RunOptions = {}): Promise<Ended> {
	const command = [process.execPath, ...toStart(entry), ...args] as [string, ...string[]];
	return runCommand(command, {env, ...(timeoutMs !== undefined && {timeoutMs})});
}

export interface CommandOptions {
	/** All of its environment but `PATH`. */
	env?: Record<string, string>;
	/** The project's root when left out. */
	cwd?: URL;
	timeoutMs?: number;
}

/** As `runToExit`, for any program, with all that it started. */
export async function runCommand(
	command: [string, ...string[]],
	{env = {}, cwd, timeoutMs = 120_000}: CommandOptions = {},
): Promise<Ended> {
	const child = spawnCommand(command, env, {...(cwd && {cwd}), ownGroup: true});
	const output = () => ({stdout: child.stdout(), stderr: child.stderr()});
	if (!(await endsWithin(child, timeoutMs))) {
		child.kill('SIGTERM');
		if (!(await endsWithin(child, graceMs))) process.kill(-child.pid, 'SIGKILL');
		const {stdout, stderr} = output();
		throw new Error(`${command.join(' ')} still ran after ${timeoutMs} ms\n${stdout}\n${stderr}`);
	}
	return {...(await child.exited), ...output()};
}

/** Not by awaiting its end alone: what it left behind may hold its output open for ever. */
async function endsWithin(child: Child, ms: number): Promise<boolean> {
	const {promise, resolve} = Promise.withResolvers<boolean>();
	const timer = setTimeout(resolve, ms, false);
	void child.exited.then(() => resolve(true));
	return promise.finally(() => clearTimeout(timer));
}
