import {execFile} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {pinned} from './cores.ts';

/** What to ask of a server on the loopback interface; `requests` and `rate` are for `client` alone. */
export type Load = {
	port: number;
	path: string;
	/** JSON to POST there; a GET when left out. */
	body?: string;
	connections: number;
	seconds: number;
	requests?: number;
	/** Requests a second, open loop. */
	rate?: number;
};
/** What came back; `failed` are answers other than 2xx, which are answers all the same. */
export type Burst = {requests: number; failed: number; seconds: number; p50Ms: number; p99Ms: number};
export const generators = ['client', 'wrk', 'autocannon'] as const;
/** Our own client; wrk, where installed; autocannon, where the peers are. */
export type Generator = (typeof generators)[number];

const run = promisify(execFile);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const autocannonPath = here('node_modules/autocannon/autocannon.js');

/** Load one server from the load cores and say what came back. */
export async function load(generator: Generator, options: Load): Promise<Burst> {
	const {port, path, connections, seconds} = options;
	const url = `http://127.0.0.1:${port}${path}`;
	const common = ['-c', String(connections), '-d', String(Math.max(1, Math.round(seconds)))];
	if (generator === 'wrk') return parseWrk(await output('wrk', ['-t1', '--latency', ...common, url]));
	if (generator === 'autocannon') {
		return parseAutocannon(await output(process.execPath, [autocannonPath, '--json', ...common, url]));
	}
	return JSON.parse(await output(process.execPath, [here('client.ts'), JSON.stringify(options)])) as Burst;
}

async function output(command: string, args: string[]): Promise<string> {
	const [program, ...rest] = pinned('load', [command, ...args]);
	return (await run(program as string, rest)).stdout;
}

/** @throws when wrk met socket errors: what it then counts is not what the server answered. */
export function parseWrk(text: string): Burst {
	const number = (pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? 0);
	const latency = (percentile: string) => {
		const [, value, unit] = new RegExp(`${percentile}% +([\\d.]+)(us|ms|s|m)\\n`).exec(text) ?? [];
		return Number(value) * {us: 0.001, ms: 1, s: 1000, m: 60_000}[unit as 'us' | 'ms' | 's' | 'm'];
	};
	// Time-outs, which it counts there too, are answers later than 2 s, as a slow peer may well give.
	const broken = /Socket errors: connect (\d+), read (\d+), write (\d+)/.exec(text);
	if (broken?.slice(1).some(amount => amount !== '0')) throw new Error(`wrk reports ${broken[0]}`);
	return {
		requests: number(/(\d+) requests in/),
		failed: number(/Non-2xx or 3xx responses: (\d+)/),
		seconds: number(/requests in +([\d.]+)s/),
		p50Ms: latency('50'),
		p99Ms: latency('99'),
	};
}

function parseAutocannon(text: string): Burst {
	const result = JSON.parse(text) as {
		'2xx': number;
		non2xx: number;
		errors: number;
		duration: number;
		latency: {p50: number; p99: number};
	};
	if (result.errors > 0) throw new Error(`autocannon reports ${result.errors} errors`);
	return {
		requests: result['2xx'] + result.non2xx,
		failed: result.non2xx,
		seconds: result.duration,
		p50Ms: result.latency.p50,
		p99Ms: result.latency.p99,
	};
}
