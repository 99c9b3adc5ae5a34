import {execFileSync} from 'node:child_process';
import {availableParallelism, platform} from 'node:os';

const cores = availableParallelism();

/** Whether servers and load can be kept apart: Linux's taskset, and a second core. */
export const isPinned = platform() === 'linux' && cores > 1 && hasTaskset();

/** `command` bound to the servers' one core (the last), or to those of the load. */
export function pinned(side: 'servers' | 'load', command: string[]): string[] {
	if (!isPinned) return command;
	const list = side === 'servers' ? `${cores - 1}` : `0-${cores - 2}`;
	return ['taskset', '--cpu-list', list, ...command];
}

function hasTaskset(): boolean {
	try {
		execFileSync('taskset', ['--version'], {stdio: 'ignore'});
		return true;
	} catch {
		return false;
	}
}
