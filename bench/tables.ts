import type {CompareRow} from './compare.ts';
import type {FailureRow} from './failures.ts';
import type {Latency} from './latency.ts';
import type {Loss} from './loss.ts';
import type {MemoryRow} from './memory.ts';
import type {PostRow} from './post.ts';
import type {QuietRow} from './quiet.ts';
import type {Results} from './results.ts';
import type {ScaleRow} from './scale.ts';
import type {StartRow} from './start.ts';
import {ranged, table} from './table.ts';

const count = (value: number) => Math.round(value).toLocaleString('en');

function compareTable(rows: CompareRow[]): string {
	return table(
		[
			'`GET /quotes/tea`',
			'CPU ÷ bare',
			'alone',
			'µs',
			'requests/s',
			'p50 ms',
			'p99 ms',
			'RSS MB',
			'answered',
			'spans',
			'a request',
			'lost',
		],
		rows.map(row => [
			row.label,
			ranged(row.ratio),
			ranged(row.aloneRatio),
			row.cpuMicros.toFixed(1),
			count(row.requestsPerSecond),
			row.p50Ms.toFixed(2),
			row.p99Ms.toFixed(2),
			count(row.rssMb),
			count(row.requests),
			count(row.spans),
			row.spansPerRequest.toFixed(2),
			row.lost === null ? '' : count(row.lost),
		]),
	);
}

function postTable(rows: PostRow[]): string {
	return table(
		['`POST /quotes`, three items', 'CPU ÷ bare', 'µs'],
		rows.map(row => [row.label, ranged(row.ratio), row.micros.toFixed(1)]),
	);
}

function latencyTable({requestsPerSecond, rows}: Latency): string {
	return table(
		[`${count(requestsPerSecond)} requests/s`, 'p50 ms', 'p99 ms', 'p99 ÷ bare'],
		rows.map(row => [row.label, ranged(row.p50Ms), ranged(row.p99Ms), ranged(row.p99Ratio)]),
	);
}

function failuresTable(rows: FailureRow[]): string {
	return table(
		['`GET /debug/sentry` (500)', 'CPU ÷ a 200', 'µs', 'failures', 'events received'],
		rows.map(row => [
			row.label,
			ranged(row.ratio),
			row.micros.toFixed(1),
			count(row.failures),
			count(row.events),
		]),
	);
}

function quietTable(rows: QuietRow[]): string {
	return table(
		['`GET /quotes/tea`: no log line, no call', 'CPU ÷ with neither', 'µs'],
		rows.map(row => [row.label, ranged(row.ratio), row.micros.toFixed(1)]),
	);
}

function memoryTable(rows: MemoryRow[]): string {
	const at = rows[0]!.samples.map(({requests}) => `after ${count(requests)}`);
	return table(
		['RSS, MB', ...at, 'over bare'],
		rows.map(row => [row.label, ...row.samples.map(({rssMb}) => count(rssMb)), count(row.overBareMb)]),
	);
}

function lossTable({sinkDelayMs, rows}: Loss): string {
	return table(
		[
			`full load, a sink that takes ${sinkDelayMs} ms`,
			'seconds',
			'core busy',
			'answered',
			'spans due',
			'spans received',
			'lost',
		],
		rows.map(row => [
			row.label,
			row.seconds.toFixed(0),
			`${(row.coreBusy * 100).toFixed(0)} %`,
			count(row.requests),
			count(row.expectedSpans),
			count(row.spans),
			count(row.lost),
		]),
	);
}

function startTable(rows: StartRow[]): string {
	return table(
		['exec → first 200, warm compile cache', 'ms', '÷ bare'],
		rows.map(row => [row.label, ranged(row.ms, 0), ranged(row.ratio)]),
	);
}

function scaleTable(rows: ScaleRow[]): string {
	return table(
		['growth', 'amount', 'CPU µs a request', 'ratio', 'over'],
		rows.map(row => [row.what, count(row.amount), row.micros.toFixed(1), ranged(row.ratio), row.against]),
	);
}

/** Every row that was measured, as a table, in the order of the document. */
export function tables(results: Results): {name: keyof Results; text: string}[] {
	const {compare, post, latency, failures, quiet, memory, loss, start, scale} = results;
	return [
		compare && {name: 'compare' as const, text: compareTable(compare.data)},
		post && {name: 'post' as const, text: postTable(post.data)},
		latency && {name: 'latency' as const, text: latency.data.map(latencyTable).join('\n\n')},
		failures && {name: 'failures' as const, text: failuresTable(failures.data)},
		quiet && {name: 'quiet' as const, text: quietTable(quiet.data)},
		memory && {name: 'memory' as const, text: memoryTable(memory.data)},
		loss && {name: 'loss' as const, text: lossTable(loss.data)},
		start && {name: 'start' as const, text: startTable(start.data)},
		scale && {name: 'scale' as const, text: scaleTable(scale.data)},
	].filter(each => each !== undefined);
}
