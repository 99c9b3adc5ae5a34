import type {Burst, Generator, Load} from './load.ts';
import {Meter} from './meter.ts';
import type {Stage, Target} from './stage.ts';

export type RoundOptions = {rounds: number; seconds: number};
/** How a server is loaded when it is not the usual way. */
type Asked = Partial<Load> & {generator?: Generator};
/** One server's windows: its cost beside the base's in the same window or round. */
export type Windows = {micros: number[]; ratios: number[]; bursts: Burst[]};

/** So many share the core with `base`: the more at once, the less can happen to one and not to the others. */
const atOnce = 3;

/**
Load `base` and others at the same time, all on the servers' core, a few at once until each had its turn.

Whatever disturbs the machine then (clock, caches, neighbours) disturbs all of them, so the ratio of their costs holds still.
*/
export async function sharedRounds(
	stage: Stage,
	base: Target,
	targets: Target[],
	options: RoundOptions,
	loads: {base?: Asked; targets?: Asked} = {},
): Promise<Windows[]> {
	const windows: Windows[] = [];
	for (let first = 0; first < targets.length; first += atOnce) {
		windows.push(...(await share(stage, base, targets.slice(first, first + atOnce), options, loads)));
	}
	return windows;
}

/** Round after round without a pause: V8 takes back from an idle process the memory and code that it was measured with. */
async function share(
	stage: Stage,
	base: Target,
	targets: Target[],
	{rounds, seconds}: RoundOptions,
	loads: {base?: Asked; targets?: Asked},
): Promise<Windows[]> {
	const asked = (target: Target) => ({seconds, ...(target === base ? loads.base : loads.targets)});
	const meters = [base, ...targets].map(target => ({target, meter: new Meter(stage, target)}));
	await stage.drain();
	await Promise.all(meters.map(({meter}) => meter.rest()));
	await Promise.all(meters.map(({target}) => stage.load(target, asked(target))));
	const bursts: Burst[][] = [];
	for (let round = 0; round < rounds; round++) {
		await Promise.all(meters.map(({meter}) => meter.open()));
		bursts.push(await Promise.all(meters.map(({target, meter}) => meter.load(asked(target)))));
	}
	await stage.drain();
	const [baseMicros, ...others] = await Promise.all(meters.map(({meter}) => meter.microsPerRequest()));
	return others.map((micros, i) => ({
		micros,
		bursts: bursts.map(round => round[i + 1]!),
		ratios: micros.map((value, round) => value / baseMicros![round]!),
	}));
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
