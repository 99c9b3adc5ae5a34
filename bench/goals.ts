import type {Results} from './results.ts';
import {ranged, table} from './table.ts';

type Goal = {measure: string; limit: number; unit?: string; measured: number | undefined; shown?: string};

/** The goals beside what was measured; a median above its limit says so. */
export function goalsTable(results: Results): string {
	const rows = goals(results).map(({measure, limit, unit = '', measured, shown}) => [
		measure,
		limit === 0 ? '0' : `≤ ${limit}${unit}`,
		measured === undefined ? 'not measured' : (shown ?? `${Math.round(measured)}${unit}`),
		measured === undefined ? '' : measured <= limit ? 'met' : 'missed',
	]);
	return table(['goal', 'limit', 'measured', ''], rows);
}

function goals(results: Results): Goal[] {
	const named = <T extends {name: string}>(rows: T[] | undefined, name = 'service-1.0') =>
		rows?.find(row => row.name === name);
	const full = named(results.compare?.data)?.ratio;
	const off = named(results.compare?.data, 'service-0')?.ratio;
	const p99 = named(results.latency?.data[0]?.rows)?.p99Ratio;
	const [within, beyond] = results.failures?.data ?? [];
	const start = named(results.start?.data)?.ratio;
	const of = (spread: typeof full) => spread && {measured: spread.median, shown: ranged(spread)};
	return [
		{measure: 'CPU per request at rate 1.0, over bare Koa', limit: 1.5, measured: undefined, ...of(full)},
		{measure: 'the same at rate 0', limit: 1.15, measured: undefined, ...of(off)},
		{
			measure: 'spans lost at full load on one core, 30 s',
			limit: 0,
			measured: named(results.loss?.data.rows)?.lost,
		},
		{measure: 'p99 at half of bare Koa’s peak, over bare Koa', limit: 1.5, measured: undefined, ...of(p99)},
		{measure: 'a 500 with its event, over a 200', limit: 10, measured: undefined, ...of(within?.ratio)},
		{measure: 'a 500 beyond the budget, over a 200', limit: 2, measured: undefined, ...of(beyond?.ratio)},
		{
			measure: 'resident memory over bare Koa after a million requests',
			limit: 60,
			unit: ' MB',
			measured: named(results.memory?.data)?.overBareMb,
		},
		{measure: 'exec → first 200, over bare Koa', limit: 3, measured: undefined, ...of(start)},
	];
}
