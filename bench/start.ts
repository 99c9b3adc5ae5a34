import type {ChildProcess} from 'node:child_process';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import type {AddressInfo} from 'node:net';
import {connect, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {withBundle} from './bundled.ts';
import {pinned} from './cores.ts';
import type {RowOptions} from './options.ts';
import {baseAnd} from './options.ts';
import {serverEnv, stop} from './server.ts';
import {startSinks} from './sink-process.ts';
import {quotePath} from './stage.ts';
import type {Spread} from './statistics.ts';
import {spread} from './statistics.ts';
import type {Variant} from './variants.ts';
import {service10} from './variants.ts';

export type StartRow = {name: string; label: string; ms: Spread; ratio: Spread};

const service = {file: service10.file, usesBundle: true};
const bundled: Variant[] = [
	{...service, name: 'bundle', label: 'This service, bundled', env: service10.env},
	{
		...service,
		name: 'bundle-alone',
		label: 'This service, bundled, without NODE_COMPILE_CACHE',
		env: {...service10.env, NODE_COMPILE_CACHE: ''},
	},
];

/** From exec to the first 200 on a real route, everything compiled before (`NODE_COMPILE_CACHE`). */
export async function start({variants, starts}: RowOptions): Promise<StartRow[]> {
	const sinks = startSinks();
	const cache = await mkdtemp(join(tmpdir(), 'bench-compile-cache-'));
	const env = {...serverEnv((await sinks.of(0)).dsn), NODE_COMPILE_CACHE: cache};
	const all: Variant[] = [...baseAnd(variants), ...bundled];
	const times = all.map(() => [] as number[]);
	try {
		await withBundle(async show => {
			const started = async (variant: Variant, fillsCache = false) => {
				await show(variant.usesBundle === true);
				return coldStart(variant, env, fillsCache);
			};
			for (const variant of all) await started(variant, true);
			for (let round = 0; round < starts; round++) {
				for (const [i, variant] of all.entries()) times[i]!.push(await started(variant));
			}
		});
	} finally {
		await sinks.stop();
		await rm(cache, {recursive: true});
	}
	return all.map(({name, label}, i) => ({
		name,
		label,
		ms: spread(times[i]!),
		ratio: spread(times[i]!.map((ms, round) => ms / times[0]![round]!)),
	}));
}

/** @returns milliseconds. A start that `fillsCache` exits by itself, since a killed process writes no cache. */
async function coldStart(
	variant: Variant,
	env: Record<string, string>,
	fillsCache: boolean,
): Promise<number> {
	const port = await freePort();
	const preload = fillsCache ? ['--import=./bench/usage.ts'] : [];
	const [program, ...args] = pinned('servers', [process.execPath, ...preload, variant.file]);
	const startedAt = performance.now();
	const child = spawn(program as string, args, {
		cwd: fileURLToPath(new URL('..', import.meta.url)),
		env: {...env, ...variant.env, PORT: String(port)},
		stdio: ['ignore', 'ignore', 'inherit', ...(fillsCache ? ['ipc' as const] : [])],
	});
	await firstAnswer(port, child);
	const ms = performance.now() - startedAt;
	if (fillsCache) {
		child.disconnect();
		await once(child, 'exit');
	} else {
		await stop(child);
	}
	return ms;
}

/** Ask until the answer is 200, every millisecond: slower polling would round the difference away. */
async function firstAnswer(port: number, child: ChildProcess): Promise<void> {
	while (child.exitCode === null) {
		if ((await statusLine(port))?.startsWith('HTTP/1.1 200')) return;
		await wait(1);
	}
	throw new Error(`the server ended with ${child.exitCode} before it answered`);
}

function statusLine(port: number): Promise<string | undefined> {
	const {promise, resolve} = Promise.withResolvers<string | undefined>();
	const socket = connect({port, host: '127.0.0.1'});
	socket.on('connect', () => socket.write(`GET ${quotePath} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`));
	socket.once('data', (chunk: Buffer) => resolve(chunk.toString('latin1')));
	socket.on('error', () => resolve(undefined));
	socket.on('close', () => resolve(undefined));
	return promise.finally(() => socket.destroy());
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
