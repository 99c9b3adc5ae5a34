import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Collector} from './fleet/collector.ts';
import {agentFor, createFolder, startCollector} from './fleet/collector.ts';
import {createRequest, pour, spansPerRequest, spansPerTrace} from './fleet/load.ts';

/**
What the Collectors of `ops/collector` cost on this machine: spans that a core carries, and the memory that a
trace takes while it waits for its judgement. On Linux, by processor time: what else runs here matters little.

	node scripts/ops/capacity.ts [PATH-OF-A-COLLECTOR]
*/
const say = (line: string) => process.stdout.write(`${line}\n`);
const binary = process.argv[2] ?? 'otelcol-contrib';
const folder = await createFolder();
const sentry = createServer((incoming, answer) => {
	incoming.resume().once('end', () => answer.end());
}).listen(0, '127.0.0.1');
await once(sentry, 'listening');
const {port} = sentry.address() as AddressInfo;
const env = {SENTRY_OTLP_TRACES_URL: `http://127.0.0.1:${port}/`, SENTRY_PUBLIC_KEY: 'public'};
const startGateway = async () =>
	await startCollector({
		binary,
		file: 'gateway.yaml',
		host: '127.0.0.2',
		env: {...env, QUEUE_DIRECTORY: join(folder, 'gateway')},
	});
let gateway = await startGateway();
const agent = await startCollector({
	binary,
	file: await agentFor(['127.0.0.2'], folder),
	host: '127.0.0.1',
	env: {QUEUE_DIRECTORY: join(folder, 'agent')},
});

const seconds = 30;
const ends = performance.now() + seconds * 1000;
const before = await Promise.all([agent, gateway].map(cpuSeconds));
const {taken, refused} = await pour(
	`http://${agent.host}:4318/v1/traces`,
	createRequest(true),
	4,
	() => performance.now() < ends,
);
// Until the last trace is judged.
await sleep(15_000);
const after = await Promise.all([agent, gateway].map(cpuSeconds));
const spans = taken * spansPerRequest;
say(`${spans} spans in ${seconds} s, ${refused} requests refused`);
for (const [index, tier] of ['agent', 'gateway'].entries()) {
	const used = after[index]! - before[index]!;
	say(`${tier}: ${Math.round(spans / used)} spans per second of a core (${used.toFixed(1)} s)`);
}

// A fresh one: the memory that the other has from the load would hide what the traces take.
await gateway.end('SIGKILL');
gateway = await startGateway();
const traces = 20_000;
const empty = await rss(gateway);
let requests = (traces * spansPerTrace) / spansPerRequest;
const poured = performance.now();
await pour(`http://${gateway.host}:4318/v1/traces`, createRequest(false), 2, () => requests-- > 0);
const full = await rss(gateway);
// After `decision_wait` the first are gone, and the figure is of fewer.
if (performance.now() - poured > 30_000) say('too slow a machine for the figure of memory: ask again');
const kib = (full - empty) / traces / 1024;
say(`${traces} traces of ${spansPerTrace} spans held: ${kib.toFixed(1)} KiB each, ${full >> 20} MiB in all`);

await Promise.all([agent, gateway].map(collector => collector.end('SIGKILL')));
sentry.close();

/** User and system time so far. Linux counts it in hundredths. */
async function cpuSeconds({pid}: Collector): Promise<number> {
	const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]!.split(' ');
	return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** @returns bytes */
async function rss({pid}: Collector): Promise<number> {
	const kib = /^VmRSS:\s*(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))![1];
	return Number(kib) * 1024;
}
