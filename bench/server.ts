import type {ChildProcess} from 'node:child_process';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {pinned} from './cores.ts';
import type {Variant} from './variants.ts';

/** What a process has used since it started, all threads, and holds now. */
export type Usage = {cpuMicros: number; rssBytes: number};
export type Server = {port: number; usage(): Promise<Usage>; stop(): Promise<void>};
export type ServerOptions = {
	dsn: string;
	env?: Record<string, string>;
	/** Modules to preload, from the root of the repository. */
	preload?: string[];
};

const root = fileURLToPath(new URL('..', import.meta.url));

/**
Start one server on the servers' core and wait until it says where it listens.

@throws when it ends instead.
*/
export async function startServer(
	variant: Variant,
	{dsn, env = {}, preload = []}: ServerOptions,
): Promise<Server> {
	const imports = ['bench/usage.ts', ...preload].map(module => `--import=./${module}`);
	const [program, ...args] = pinned('servers', [process.execPath, ...imports, variant.file]);
	const child = spawn(program as string, args, {
		cwd: root,
		env: {...serverEnv(dsn), ...variant.env, ...env},
		stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
	});
	const port = await Promise.race([
		listeningPort(child),
		once(child, 'exit').then(([code]) => {
			throw new Error(`${variant.name} ended with ${code} instead of listening`);
		}),
	]);
	return {port, usage: () => ask(child), stop: () => stop(child)};
}

/** Only what a server needs: the caller's own SENTRY_ and OTEL_ variables would change what is measured. */
export function serverEnv(dsn: string): Record<string, string> {
	return {
		PATH: process.env['PATH'] ?? '',
		NODE_ENV: 'production',
		HOST: '127.0.0.1',
		PORT: '0',
		ALLOWED_HOSTS: '127.0.0.1',
		ACCESS_LOG: 'errors',
		SHUTDOWN_DELAY_MS: '0',
		SENTRY_DSN: dsn,
	};
}

async function listeningPort(child: ChildProcess): Promise<number> {
	const lines = createInterface({input: child.stdout!});
	const {promise, resolve} = Promise.withResolvers<number>();
	// Read to the end: a server whose pipe is full would wait for us.
	lines.on('line', line => {
		if (line.includes('"msg":"listening"')) resolve((JSON.parse(line) as {port: number}).port);
	});
	return promise;
}

async function ask(child: ChildProcess): Promise<Usage> {
	const answer = once(child, 'message');
	child.send('usage');
	return (await answer)[0] as Usage;
}

/** SIGTERM, and SIGKILL for a server that is still there 10 s later. */
export async function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const exited = once(child, 'exit');
	child.kill();
	const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
	await exited;
	clearTimeout(timer);
}
