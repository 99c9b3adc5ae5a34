import type {StdioOptions} from 'node:child_process';
import {spawn} from 'node:child_process';

export interface Child {
	/** Resolves with the first match in what it writes to a piped stdout. @throws {Error} When it ends before. */
	says(pattern: RegExp): Promise<RegExpExecArray>;
	/** Settles with its exit code when it has ended. Never rejects. */
	exited: Promise<number>;
	/** SIGTERM, and SIGKILL after `graceMs`. Resolves when it has ended, at once when it already had. */
	stop(graceMs: number): Promise<void>;
	/** The end of it and of all it started, now. */
	kill(): void;
}

const root = new URL('../', import.meta.url);

/**
Start Node in the project's root, with nothing of it left behind when this process ends.

In a process group of its own: Ctrl-C reaches only us, so that the child hears one signal to stop, and
not a second one, which would end it at once.
*/
export function startChild(
	nodeArguments: string[],
	env: Record<string, string | undefined>,
	stdio: StdioOptions = 'inherit',
): Child {
	const child = spawn(process.execPath, nodeArguments, {cwd: root, env, stdio, detached: true});
	const kill = () => {
		try {
			if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
		} catch {
			// The group has ended.
		}
	};
	process.once('exit', kill);
	const exited = new Promise<number>(resolve => {
		child.once('error', () => resolve(1));
		child.once('exit', code => resolve(code ?? 1));
	});
	let said = '';
	child.stdout?.setEncoding('utf8').on('data', text => {
		said += text;
	});
	return {
		exited,
		kill,
		says: pattern =>
			new Promise((resolve, reject) => {
				const look = () => {
					const match = pattern.exec(said);
					if (match) resolve(match);
				};
				look();
				child.stdout?.on('data', look);
				void exited.then(code => reject(new Error(`ended with ${code} and never said ${pattern}:\n${said}`)));
			}),
		async stop(graceMs) {
			child.kill('SIGTERM');
			const timer = setTimeout(kill, graceMs);
			await exited;
			clearTimeout(timer);
			kill();
		},
	};
}
