import type {Burst, Generator, Load} from './load.ts';
import {Meter} from './meter.ts';
import type {Stage, Target} from './stage.ts';

export type RoundOptions = {rounds: number; seconds: number};
/** How a server is loaded when it is not the usual way. */
type Asked = Partial<Load> & {generator?: Generator};
/** One server's windows: its cost beside the base's in the same window or round. */
export type Windows = {micros: number[]; ratios: number[]; bursts: Burst[]};

/**
Load `base` and one other server at the same time, both on the servers' core, each other server in turn.

Whatever disturbs the machine then (clock, caches, neighbours) disturbs both, so the ratio of their costs
holds still: bare Koa against bare Koa gives 0.99–1.01.
*/
export async function pairedRounds(
	stage: Stage,
	base: Target,
	targets: Target[],
	{rounds, seconds}: RoundOptions,
	loads: {base?: Asked; targets?: Asked} = {},
): Promise<Windows[]> {
	const baseMeter = new Meter(stage, base);
	const entries = targets.map(target => ({
		meter: new Meter(stage, target),
		at: [] as number[],
		bursts: [] as Burst[],
	}));
	await stage.drain();
	await Promise.all([baseMeter, ...entries.map(({meter}) => meter)].map(meter => meter.rest()));
	let window = 0;
	for (let round = 0; round < rounds; round++) {
		for (const entry of rotated(entries, round)) {
			await Promise.all([baseMeter.open(), entry.meter.open()]);
			const [burst] = await Promise.all([
				entry.meter.load({seconds, ...loads.targets}),
				baseMeter.load({seconds, ...loads.base}),
			]);
			entry.bursts.push(burst);
			entry.at.push(window++);
		}
	}
	await stage.drain();
	const baseMicros = await baseMeter.microsPerRequest();
	return Promise.all(
		entries.map(async ({meter, at, bursts}) => {
			const micros = await meter.microsPerRequest();
			return {micros, bursts, ratios: micros.map((value, i) => value / baseMicros[at[i]!]!)};
		}),
	);
}

/** Load one server at a time, `targets[0]` being the base: what each can do when the core is its own. */
export async function soloRounds(
	stage: Stage,
	targets: Target[],
	{rounds, seconds}: RoundOptions,
): Promise<Windows[]> {
	const entries = targets.map(target => ({meter: new Meter(stage, target), bursts: [] as Burst[]}));
	await stage.drain();
	await Promise.all(entries.map(({meter}) => meter.rest()));
	for (let round = 0; round < rounds; round++) {
		for (const {meter, bursts} of rotated(entries, round)) {
			await meter.open();
			bursts.push(await meter.load({seconds}));
		}
	}
	await stage.drain();
	const micros = await Promise.all(entries.map(({meter}) => meter.microsPerRequest()));
	return entries.map(({bursts}, i) => ({
		bursts,
		micros: micros[i]!,
		ratios: micros[i]!.map((value, round) => value / micros[0]![round]!),
	}));
}

/** Another one starts each round, so no server always follows the same neighbour's garbage. */
function rotated<T>(items: T[], by: number): T[] {
	const at = by % items.length;
	return [...items.slice(at), ...items.slice(0, at)];
}
