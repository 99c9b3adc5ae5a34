import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {access, mkdtemp, rm, writeFile} from 'node:fs/promises';
import type {AddressInfo} from 'node:net';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';
import {connect} from 'amqplib';

const run = promisify(execFile);

/** Where Debian puts it; the one in `/usr/sbin` would become another user. */
const program = '/usr/lib/rabbitmq/bin/rabbitmq-server';

/** Undefined on a machine without it. */
export async function findRabbitmq(): Promise<string | undefined> {
	return access(program).then(
		() => program,
		() => undefined,
	);
}

/** An empty broker on loopback, gone with `stop`. @param bin - As `findRabbitmq` found it. */
export async function startRabbitmq(bin: string): Promise<{url: string; stop(): Promise<void>}> {
	const directory = await mkdtemp(path.join(tmpdir(), 'rabbitmq-'));
	const [port, distribution, epmd] = await Promise.all([freePort(), freePort(), freePort()]);
	const plugins = path.join(directory, 'plugins');
	await writeFile(plugins, '[].\n');
	const env = {
		PATH: process.env['PATH'],
		HOME: directory,
		RABBITMQ_NODENAME: `guide${port}@localhost`,
		RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
		RABBITMQ_NODE_PORT: String(port),
		RABBITMQ_DIST_PORT: String(distribution),
		RABBITMQ_MNESIA_BASE: path.join(directory, 'data'),
		RABBITMQ_LOG_BASE: path.join(directory, 'log'),
		RABBITMQ_ENABLED_PLUGINS_FILE: plugins,
		RABBITMQ_CONF_ENV_FILE: path.join(directory, 'none'),
		ERL_EPMD_ADDRESS: '127.0.0.1',
		ERL_EPMD_PORT: String(epmd),
	};
	const server = spawn(bin, {env, cwd: directory, stdio: 'ignore'});
	const url = `amqp://guest:guest@127.0.0.1:${port}`;
	while (!(await answers(url))) {
		if (server.exitCode !== null) throw new Error(`RabbitMQ ended with ${server.exitCode}`);
		await sleep(100);
	}
	return {
		url,
		async stop() {
			server.kill('SIGTERM');
			if (server.exitCode === null) await once(server, 'exit');
			// Erlang's name server outlives whoever it was started for.
			await run('epmd', ['-port', String(epmd), '-kill'], {env}).catch(() => {});
			await rm(directory, {recursive: true, force: true});
		},
	};
}

async function answers(url: string): Promise<boolean> {
	try {
		await (await connect(url)).close();
		return true;
	} catch {
		return false;
	}
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
