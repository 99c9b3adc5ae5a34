import {createHttpClient} from '../../test/kit/client.ts';
import {startCountingSink} from '../../test/kit/counting-sink.ts';
import type {Service} from '../../test/kit/service.ts';
import {startService} from '../../test/kit/service.ts';
import type {Tally} from './open-loop.ts';
import {openLoop, percentile} from './open-loop.ts';

const path = '/busy';

/** Print what one process answers when it is asked for three times what it can do, with and without shedding. */
export async function measureOverload(seconds: number): Promise<void> {
	const sink = await startCountingSink();
	for (const delayMs of ['250', '100', '0']) {
		const env = {SENTRY_DSN: sink.dsn, OVERLOAD_EVENT_LOOP_DELAY_MS: delayMs, REQUEST_TIMEOUT_MS: '10000'};
		const service = await startService({env, entry: 'scripts/soak/busy-service.ts'});
		const options = {port: service.port, path};
		await capacity(service, 1);
		const peak = await capacity(service, seconds);
		const probing = probe(service, seconds);
		const tally = await openLoop(options, 3 * peak, seconds);
		const probes = await probing;
		await service.stop();
		print(`overload, shedding at ${delayMs === '0' ? 'nothing' : `${delayMs} ms`}`, peak, tally, seconds);
		process.stdout.write(`  health while overloaded: ${JSON.stringify(probes)}\n`);
	}
	await sink.close();
}

/** Answers a second to callers who wait for each answer. */
async function capacity(service: Service, seconds: number): Promise<number> {
	const until = performance.now() + seconds * 1000;
	let answered = 0;
	await Promise.all(
		Array.from({length: 16}, async () => {
			const client = createHttpClient(service.port, 1);
			while (performance.now() < until) {
				await client.get(path);
				answered++;
			}
			await client.close();
		}),
	);
	return answered / seconds;
}

async function probe(service: Service, seconds: number): Promise<Record<number, number>> {
	const client = createHttpClient(service.port);
	const statuses: Record<number, number> = {};
	for (let count = 0; count < seconds; count++) {
		const {status} = await client.get('/readyz');
		statuses[status] = (statuses[status] ?? 0) + 1;
		await new Promise(resolve => setTimeout(resolve, 800));
	}
	await client.close();
	return statuses;
}

function print(title: string, peak: number, {statuses, latencies, keptBack}: Tally, seconds: number): void {
	const good = (statuses[200] ?? 0) / seconds;
	process.stdout.write(
		`${title}: capacity ${Math.round(peak)}/s, asked ${Math.round(3 * peak)}/s, answered 200 ${Math.round(good)}/s ` +
			`(${Math.round((100 * good) / peak)} % of capacity), p50 ${percentile(latencies[200], 0.5)} ms, ` +
			`p99 ${percentile(latencies[200], 0.99)} ms; by status ${JSON.stringify(statuses)}, ` +
			`kept back ${keptBack}, 503 p99 ${percentile(latencies[503], 0.99)} ms\n`,
	);
}
