import {parseArgs} from 'node:util';
import type {Generator} from './load.ts';
import {generators} from './load.ts';
import type {Variant} from './variants.ts';
import {bare, isInstalled, variants} from './variants.ts';

export const rowNames = [
	'compare',
	'post',
	'latency',
	'failures',
	'quiet',
	'memory',
	'loss',
	'start',
	'scale',
] as const;
export type RowName = (typeof rowNames)[number];

/** What every measurement is given; each takes what concerns it. */
export type RowOptions = {
	generator: Generator;
	variants: Variant[];
	connections: number;
	rounds: number;
	/** Length of one burst; wrk and autocannon know whole seconds only. */
	seconds: number;
	/** Bursts, at most, before a server counts as warm. */
	warmUpBursts: number;
	lossSeconds: number;
	/** Requests a server answers while its memory is watched. */
	requests: number;
	/** Cold starts of each server. */
	starts: number;
	growth: {connections: number[]; middleware: number[]; depths: number[]};
};
export type Options = RowOptions & {
	rows: RowName[];
	skipped: Variant[];
	/** Whether `--only` chose the variants. */
	isChosen: boolean;
	isSmoke: boolean;
	writes: boolean;
};

const full = {rounds: 8, seconds: 2, connections: 64, lossSeconds: 30, requests: 1e6, starts: 10};
const smoke = {rounds: 1, seconds: 0.2, connections: 8, lossSeconds: 1, requests: 2000, starts: 1};

/** @throws on an unknown flag, row or server, and on a number below 0. */
export function readOptions(args: string[]): Options | 'help' {
	const text = {type: 'string'} as const;
	const flag = {type: 'boolean'} as const;
	const {values} = parseArgs({
		args,
		allowNegative: true,
		options: {
			rows: text,
			only: text,
			rounds: text,
			seconds: text,
			connections: text,
			'loss-seconds': text,
			requests: text,
			starts: text,
			generator: text,
			write: {...flag, default: true},
			smoke: flag,
			help: flag,
		},
	});
	if (values.help) return 'help';
	const isSmoke = values.smoke === true;
	const defaults = isSmoke ? smoke : full;
	const number = (value: string | undefined, fallback: number) => {
		const parsed = Number(value ?? fallback);
		if (!(parsed > 0)) throw new RangeError(`a number above 0 was expected, got "${value}"`);
		return parsed;
	};
	const wanted = chosen(
		values.only,
		variants.map(({name}) => name),
		variants.map(({name}) => name),
	);
	const selected = variants.filter(({name}) => wanted.includes(name));
	return {
		rows: chosen(values.rows, rowNames, isSmoke ? rowNames : rowNames.slice(0, 7)),
		variants: selected.filter(isInstalled),
		skipped: selected.filter(variant => !isInstalled(variant)),
		generator: chosen(values.generator, generators, ['client'])[0]!,
		rounds: number(values.rounds, defaults.rounds),
		seconds: number(values.seconds, defaults.seconds),
		connections: number(values.connections, defaults.connections),
		warmUpBursts: isSmoke ? 1 : 5,
		lossSeconds: number(values['loss-seconds'], defaults.lossSeconds),
		requests: number(values.requests, defaults.requests),
		starts: number(values.starts, defaults.starts),
		growth: isSmoke
			? {connections: [], middleware: [5], depths: [10]}
			: {connections: [10, 100, 1000], middleware: [0, 5, 20], depths: [1, 10, 100]},
		isChosen: values.only !== undefined,
		isSmoke,
		writes: values.write && !isSmoke,
	};
}

/** Bare Koa first, then the others but for the control, which only the comparison needs. */
export function baseAnd(others: Variant[]): Variant[] {
	return [bare, ...others.filter(({name}) => name !== 'control')];
}

function chosen<T extends string>(
	list: string | undefined,
	known: readonly T[],
	fallback: readonly T[],
): T[] {
	if (list === undefined) return [...fallback];
	return list.split(',').map(name => {
		const found = known.find(each => each === name);
		if (found === undefined) throw new RangeError(`one of ${known.join(', ')} was expected, got "${name}"`);
		return found;
	});
}
