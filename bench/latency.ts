import type {RowOptions} from './options.ts';
import {baseAnd} from './options.ts';
import type {Stage, Target} from './stage.ts';
import {openStage} from './stage.ts';
import type {Spread} from './statistics.ts';
import {median, spread} from './statistics.ts';

export type LatencyRow = {name: string; label: string; p50Ms: Spread; p99Ms: Spread; p99Ratio: Spread};
export type Latency = {requestsPerSecond: number; rows: LatencyRow[]};

/** Of bare Koa's peak: where its own core is half busy, and where a service usually is. */
const shares = [0.5, 0.1];

/** Latency of every server at constant rates of arrival, the highest first. */
export async function latency(options: RowOptions): Promise<Latency[]> {
	const {seconds} = options;
	const stage = openStage(options);
	try {
		const targets: Target[] = [];
		for (const variant of baseAnd(options.variants)) targets.push(await stage.start(variant));
		for (const target of targets) await stage.warmUp(target, seconds);
		const highest = await peak(stage, targets[0]!, options);
		const measured: Latency[] = [];
		for (const share of shares) {
			measured.push(await at(Math.round(highest * share), stage, targets, options));
		}
		return measured;
	} finally {
		await stage.close();
	}
}

async function at(
	requestsPerSecond: number,
	stage: Stage,
	targets: Target[],
	{rounds, seconds}: RowOptions,
): Promise<Latency> {
	const bursts = targets.map(() => [] as {p50Ms: number; p99Ms: number}[]);
	for (let round = 0; round < rounds; round++) {
		for (const [i, target] of targets.entries()) {
			bursts[i]!.push(
				await stage.load(target, {generator: 'client', rate: requestsPerSecond, seconds: seconds * 2}),
			);
		}
	}
	return {
		requestsPerSecond,
		rows: targets.map(({variant: {name, label}}, i) => ({
			name,
			label,
			p50Ms: spread(bursts[i]!.map(({p50Ms}) => p50Ms)),
			p99Ms: spread(bursts[i]!.map(({p99Ms}) => p99Ms)),
			p99Ratio: spread(bursts[i]!.map(({p99Ms}, round) => p99Ms / bursts[0]![round]!.p99Ms)),
		})),
	};
}

async function peak(stage: Stage, base: Target, {seconds}: RowOptions): Promise<number> {
	const rates: number[] = [];
	for (let i = 0; i < 3; i++) {
		const burst = await stage.load(base, {seconds});
		rates.push(burst.requests / burst.seconds);
	}
	return median(rates);
}
