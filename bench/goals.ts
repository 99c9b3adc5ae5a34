import type {Results} from './results.ts';
import type {Spread} from './statistics.ts';
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
	const ratioOf = (name?: string) => named(results.compare?.data, name)?.ratio;
	const startOf = (name: string) => named(results.start?.data, name)?.ratio;
	const memoryOf = (name: string) => named(results.memory?.data, name)?.overBareMb;
	const [within, beyond] = results.failures?.data ?? [];
	const of = (measure: string, limit: number, spread: Spread | undefined): Goal => ({
		measure,
		limit,
		measured: spread?.median,
		...(spread && {shown: ranged(spread)}),
	});
	return [
		of('CPU per request at rate 1.0, over bare Koa', 1.25, ratioOf()),
		of('the same at rate 0', 1, ratioOf('service-0')),
		of('the same at rate 0.1, reported requests kept', 1.1, ratioOf('service-0.1')),
		of('a `POST` of three items at rate 1.0, over bare Koa', 1.3, named(results.post?.data)?.ratio),
		{
			measure: 'spans lost at full load on one core, 30 s',
			limit: 0,
			measured: named(results.loss?.data.rows)?.lost,
		},
		of('a 500 beyond the budget, over our own 200', 2.5, beyond?.ratio),
		of('a 500 with its event, over our own 200', 10, within?.ratio),
		of('p99 at 6,000 requests a second, over bare Koa', 1.3, named(results.latency?.data[0]?.rows)?.p99Ratio),
		of('exec → first 200 from the bundle, over bare Koa', 2, startOf('bundle')),
		of('the same without `NODE_COMPILE_CACHE`', 2.4, startOf('bundle-alone')),
		of('exec → first 200 without the bundle', 3.5, startOf('service-1.0')),
		{
			measure: 'resident memory over bare Koa after a million requests, as the image starts it',
			limit: 50,
			unit: ' MB',
			measured: memoryOf('image'),
		},
		{measure: 'the same without flags', limit: 75, unit: ' MB', measured: memoryOf('bundle')},
	];
}
