import type {ChildProcess} from 'node:child_process';
import {spawn} from 'node:child_process';
import {openSync} from 'node:fs';
import {mkdtemp, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {parse, stringify} from 'yaml';

const folder = new URL('../../../ops/collector/', import.meta.url);

export interface Collector {
	/** Where it listens. */
	host: string;
	pid: number;
	/** Sends the signal and resolves when the process has ended. */
	end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export interface CollectorOptions {
	binary: string;
	/** One of `ops/collector`, or a whole path. */
	file: string;
	/** Of 127.0.0.0/8: each has the same ports on an address of its own. */
	host: string;
	env: Record<string, string>;
}

/** Start a Collector and wait until it is healthy. @throws {Error} with what it said, when it ends before. */
export async function startCollector({binary, file, host, env}: CollectorOptions): Promise<Collector> {
	const log = join(env['QUEUE_DIRECTORY']!, '..', `${host}.log`);
	const output = openSync(log, 'a');
	const child = spawn(binary, ['--config', new URL(file, folder).pathname], {
		env: {LISTEN_HOST: host, ...env},
		stdio: ['ignore', output, output],
	});
	process.once('exit', () => child.kill('SIGKILL'));
	const exited = new Promise<void>(resolve => {
		child.once('exit', () => resolve());
	});
	await healthy(child, host, log);
	return {
		host,
		pid: child.pid!,
		async end(signal) {
			child.kill(signal);
			await exited;
		},
	};
}

async function healthy(child: ChildProcess, host: string, log: string): Promise<void> {
	for (;;) {
		if (child.exitCode !== null) throw new Error(await readFile(log, 'utf8'));
		const answer = await fetch(`http://${host}:13133/`).catch(() => undefined);
		if (answer?.ok) return;
		await sleep(100);
	}
}

/** A folder for queues and logs. */
export async function createFolder(): Promise<string> {
	return await mkdtemp(join(tmpdir(), 'collectors-'));
}

/** The agent's file with gateways by address: loopback has no name for several. */
export async function agentFor(gateways: readonly string[], directory: string): Promise<string> {
	const file = parse(await readFile(new URL('agent.yaml', folder), 'utf8'));
	file.exporters.load_balancing.resolver = {static: {hostnames: gateways.map(host => `${host}:4317`)}};
	const path = join(directory, 'agent.yaml');
	await writeFile(path, stringify(file));
	return path;
}
