import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {startSink} from '../../test/kit/sink.ts';
import {arrived} from './fleet/arrived.ts';
import {agentFor, createFolder, startCollector} from './fleet/collector.ts';
import {sendTraces, spansEach} from './fleet/traces.ts';

/**
Two gateways and an agent on loopback, from the files in `ops/collector`: 10,000 traces of three services.

The first half while all is well; of each, only the last service's part fails, so that a trace that was split
would be kept in part. The second half while one gateway restarts and Sentry is away for a while; each part of
those has a failure, so that whatever is missing was lost. A thousand more, after which everything is killed.

	node scripts/ops/fleet.ts [PATH-OF-A-COLLECTOR]
*/
const say = (line: string) => process.stdout.write(`${line}\n`);
const binary = process.argv[2] ?? 'otelcol-contrib';
const hosts = ['127.0.0.2', '127.0.0.3'];
const services = [0, 1, 2];
const spansPerTrace = services.length * spansEach;

const folder = await createFolder();
const sinks = await Promise.all(hosts.map(() => startSink()));
const startGateway = async (index: number) =>
	await startCollector({
		binary,
		file: 'gateway.yaml',
		host: hosts[index]!,
		env: {
			QUEUE_DIRECTORY: join(folder, `gateway-${index}`),
			// A sink for each gateway: what it has, that gateway sent.
			SENTRY_OTLP_TRACES_URL: `${sinks[index]!.url}/api/1/integration/otlp/v1/traces/`,
			SENTRY_PUBLIC_KEY: 'public',
		},
	});
const gateways = [await startGateway(0), await startGateway(1)];
const startAgent = async () =>
	await startCollector({
		binary,
		file: await agentFor(hosts, folder),
		host: '127.0.0.1',
		env: {QUEUE_DIRECTORY: join(folder, 'agent')},
	});
const agent = await startAgent();

/** Each service tells of a hundred traces at a time, the callers a while after those that they called. */
async function send(run: string, traces: readonly number[], failed: (service: number) => boolean) {
	for (let start = 0; start < traces.length; start += 100) {
		const batch = traces.slice(start, start + 100);
		for (const service of services.toReversed()) {
			await sendTraces(run, {host: agent.host, service, traces: batch, failed: () => failed(service)});
		}
	}
}

/** Waits for as long as spans keep coming. */
async function settled(): Promise<void> {
	for (let before = -1, quiet = 0; quiet < 40; ) {
		const now = sinks.reduce((sum, {spans}) => sum + spans.length, 0);
		quiet = now === before ? quiet + 1 : 0;
		before = now;
		await sleep(1000);
	}
}

const numbers = Array.from({length: 5000}, (_, number) => number);
const result = (run: string) => {
	const gatewaysSpans = sinks.map(({spans}) => spans);
	return JSON.stringify(arrived(run, numbers, gatewaysSpans, spansPerTrace));
};

await send('well', numbers, service => service === 2);
await settled();
const shares = sinks.map(({spans}) => spans.length / spansPerTrace);
say(`all is well: ${result('well')}, by gateway ${shares.join(' and ')}`);

await send('ill', numbers.slice(0, 2000), () => true);
for (const sink of sinks) sink.behave({status: 503});
const restart = gateways[1]!.end('SIGTERM').then(async () => {
	await sleep(5000);
	gateways[1] = await startGateway(1);
});
await send('ill', numbers.slice(2000), () => true);
await restart;
await sleep(5000);
for (const sink of sinks) sink.behave('accept');
await settled();
say(`outage and restart: ${result('ill')}`);

// All judged, none delivered: then every process is killed. What they had answered for must come all the same.
for (const sink of sinks) sink.behave({status: 503});
await send('killed', numbers.slice(0, 1000), () => true);
await sleep(20_000);
await Promise.all([agent, ...gateways].map(collector => collector.end('SIGKILL')));
const again = [await startGateway(0), await startGateway(1), await startAgent()];
for (const sink of sinks) sink.behave('accept');
await settled();
say(`killed with full queues: ${result('killed')}`);

await Promise.all(again.map(collector => collector.end('SIGTERM')));
await Promise.all(sinks.map(sink => sink.close()));
