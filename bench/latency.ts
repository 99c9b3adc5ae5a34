import type {RowOptions} from './options.ts';
import {baseAnd} from './options.ts';
import type {Stage, Target} from './stage.ts';
import {openStage} from './stage.ts';
import type {Spread} from './statistics.ts';
import {spread} from './statistics.ts';

export type LatencyRow = {name: string; label: string; p50Ms: Spread; p99Ms: Spread; p99Ratio: Spread};
export type Latency = {requestsPerSecond: number; rows: LatencyRow[]};

/** Requests a second that all of them hold on one core with room to spare: above, waiting in line is all there is to see. */
const rates = [6000];

/** Latency of every server at constant rates of arrival. */
export async function latency(options: RowOptions): Promise<Latency[]> {
	const {seconds} = options;
	const stage = openStage(options);
	try {
		const targets: Target[] = [];
		for (const variant of baseAnd(options.variants)) targets.push(await stage.start(variant));
		for (const target of targets) await stage.warmUp(target, {seconds});
		const measured: Latency[] = [];
		for (const rate of rates) measured.push(await at(rate, stage, targets, options));
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
	for (let count = 0; count < rounds; count++) {
		const asked = {generator: 'client', rate: requestsPerSecond, seconds: seconds * 2} as const;
		const round = await Promise.all(targets.map(target => stage.load(target, asked)));
		for (const [i, burst] of round.entries()) bursts[i]!.push(burst);
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
