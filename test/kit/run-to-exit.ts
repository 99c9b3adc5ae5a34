import type {Exit} from './spawn.ts';
import {spawnNode} from './spawn.ts';

export interface RunOptions {
	/** All of its environment but `PATH`. */
	env?: Record<string, string>;
	/** Relative to the project. Default `service/main.ts`. */
	entry?: string;
	args?: string[];
	/** Default 15000. */
	timeoutMs?: number;
}

/**
Run a process that is expected to end by itself.

@throws {Error} With everything it wrote, when it doesn't within `timeoutMs`.
*/
export async function runToExit({
	env = {},
	entry = 'service/main.ts',
	args = [],
	timeoutMs = 15_000,
}: RunOptions = {}): Promise<Exit & {stdout: string; stderr: string}> {
	const child = spawnNode([entry, ...args], env);
	let late = false;
	const timer = setTimeout(() => {
		late = true;
		child.kill('SIGKILL');
	}, timeoutMs);
	const exit = await child.exited;
	clearTimeout(timer);
	const output = {stdout: child.stdout(), stderr: child.stderr()};
	if (late) throw new Error(`${entry} still ran after ${timeoutMs} ms\n${output.stdout}\n${output.stderr}`);
	return {...exit, ...output};
}
