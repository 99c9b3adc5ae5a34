import {readFileSync, writeFileSync} from 'node:fs';
import {chart} from './chart.ts';
import {goalsTable} from './goals.ts';
import type {Measured, Results} from './results.ts';
import {loadResults} from './results.ts';
import {tables} from './tables.ts';

const page = new URL('../docs/performance.md', import.meta.url);
const picture = new URL('../docs/performance.svg', import.meta.url);
const markers = {start: '<!-- bench:start -->', end: '<!-- bench:end -->'};

/** The part of docs/performance.md that `npm run bench` writes: nothing in it is typed by hand. */
export function report(results: Results): string {
	const parts = tables(results).map(({name, text}) => `${text}\n\n${origin(results[name]!)}`);
	const picture = results.compare ? '![CPU per request over bare Koa](performance.svg)' : '';
	return [goalsTable(results), picture, ...parts].filter(part => part !== '').join('\n\n');
}

/** @throws when the page has lost its markers, rather than write over what people wrote. */
export function between(text: string, replacement: string): string {
	const [before, rest] = text.split(markers.start);
	const after = rest?.split(markers.end)[1];
	if (after === undefined)
		throw new Error(`docs/performance.md must hold ${markers.start} and ${markers.end}`);
	return `${before}${markers.start}\n${replacement}\n${markers.end}${after}`;
}

/** Draw bench/results.json again: `node bench/report.ts`. */
export function writeReport(): void {
	const results = loadResults();
	writeFileSync(page, between(readFileSync(page, 'utf8'), report(results)));
	if (results.compare) writeFileSync(picture, chart(results.compare.data));
}

function origin({command, environment}: Measured<unknown>): string {
	const {date, cpu, cores, memoryGb, system, node, isPinned, versions} = environment;
	const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
	const pinning = isPinned ? 'servers pinned to one core' : 'not pinned';
	return `<sub>\`${command}\`, ${date} UTC; ${cpu}, ${cores} cores, ${memoryGb} GB, ${system}, ${pinning}; Node ${node}, ${packages.join(', ')}</sub>`;
}

if (import.meta.main) writeReport();
