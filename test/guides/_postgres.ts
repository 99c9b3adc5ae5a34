import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chown, mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import type {AddressInfo} from 'node:net';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';
import {endWithUs} from '../kit/reaper.ts';

const run = promisify(execFile);

/** Where Debian puts them, newest first. */
const debian = '/usr/lib/postgresql';

/** The directory of PostgreSQL's programs; undefined on a machine without it. */
export async function findPostgres(): Promise<string | undefined> {
	const versions = await readdir(debian).catch(() => []);
	const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
	return newest && path.join(debian, newest, 'bin');
}

/** An empty database on loopback, gone with `stop`. @param bin - As `findPostgres` found it. */
export async function startPostgres(bin: string): Promise<{url: string; stop(): Promise<void>}> {
	const directory = await mkdtemp(path.join(tmpdir(), 'postgres-'));
	const user = await ordinaryUser();
	if (user) await chown(directory, user.uid, user.gid);
	const data = path.join(directory, 'data');
	const port = await freePort();
	const initialize = ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync'];
	await run(path.join(bin, 'initdb'), initialize, {...user, cwd: directory});
	const options = ['-D', data, '-k', directory, '-p', String(port), '-h', '127.0.0.1', '-c', 'fsync=off'];
	const server = spawn(path.join(bin, 'postgres'), options, {...user, cwd: directory, stdio: 'ignore'});
	const ended = endWithUs(server.pid!);
	const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
	while (!(await answers(bin, url))) {
		if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}`);
		await sleep(50);
	}
	return {
		url,
		async stop() {
			// Ends connections instead of waiting for them.
			server.kill('SIGINT');
			if (server.exitCode === null) await once(server, 'exit');
			ended();
			await rm(directory, {recursive: true, force: true});
		},
	};
}

async function answers(bin: string, url: string): Promise<boolean> {
	return run(path.join(bin, 'pg_isready'), ['-d', url]).then(
		() => true,
		() => false,
	);
}

/** PostgreSQL refuses to run as root; its package has made a user for it. */
async function ordinaryUser(): Promise<{uid: number; gid: number} | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const [, uid, gid] = /^postgres:[^:]*:(\d+):(\d+):/m.exec(await readFile('/etc/passwd', 'utf8'))!;
	return {uid: Number(uid), gid: Number(gid)};
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
