import {spawn} from 'node:child_process';
import {resolve as toAbsolute} from 'node:path';
import {createInterface} from 'node:readline';
import {endWithUs} from './reaper.ts';

export interface Exit {
	/** `null` when a signal ended it. */
	code: number | null;
	signal: NodeJS.Signals | null;
}

export interface Child {
	pid: number;
	stdout(): string;
	stderr(): string;
	/** Called for each line of stdout. */
	onLine(listener: (line: string) => void): void;
	/** Settles when it has ended and all its output was read. Never rejects. */
	exited: Promise<Exit>;
	/** Does nothing once it has ended. */
	kill(signal: NodeJS.Signals): void;
}

const root = new URL('../../', import.meta.url);

/** Where AVA keeps compiled code, for the processes of tests too, wherever they run: each starts a third sooner. */
const {NODE_COMPILE_CACHE: cache} = process.env;
const shared = {PATH: process.env['PATH'], NODE_COMPILE_CACHE: cache && toAbsolute(cache)};

/** Node's arguments for an entry of this project: what `service/main.ts` does to start sooner is done for others. */
export function toStart(entry: string): string[] {
	const isOther = entry !== 'service/main.ts' && !entry.startsWith('/');
	return [...(isOther ? [`--import=${new URL('preload.ts', import.meta.url)}`] : []), entry];
}

/**
Start Node with `PATH`, the cache of compiled code and `env`, and nothing else of our own environment.

@param cwd - The project's root when left out.
*/
export function spawnNode(nodeArguments: string[], env: Record<string, string>, cwd: URL = root): Child {
	return spawnCommand([process.execPath, ...nodeArguments], env, {cwd});
}

/** @param ownGroup - Lead a process group, which a signal to `-pid` reaches as a whole. */
export function spawnCommand(
	[command, ...args]: [string, ...string[]],
	env: Record<string, string>,
	{cwd = root, ownGroup = false} = {},
): Child {
	const child = spawn(command, args, {
		cwd,
		detached: ownGroup,
		env: {...shared, ...env},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const ended = child.pid === undefined ? () => {} : endWithUs(ownGroup ? -child.pid : child.pid);

	let stdout = '';
	let stderr = '';
	child.stdout.setEncoding('utf8').on('data', text => {
		stdout += text;
	});
	child.stderr.setEncoding('utf8').on('data', text => {
		stderr += text;
	});
	const lines = createInterface({input: child.stdout});
	const {promise: exited, resolve} = Promise.withResolvers<Exit>();
	child.once('error', error => {
		stderr += String(error);
	});
	child.once('close', (code, signal) => {
		ended();
		resolve({code, signal});
	});
	return {
		pid: child.pid ?? 0,
		stdout: () => stdout,
		stderr: () => stderr,
		onLine: listener => void lines.on('line', listener),
		exited,
		kill: signal => void child.kill(signal),
	};
}
