import {readFileSync} from 'node:fs';
import test from 'ava';
import {chart} from '../../bench/chart.ts';
import type {CompareRow} from '../../bench/compare.ts';
import {goalsTable} from '../../bench/goals.ts';
import {between, report} from '../../bench/report.ts';
import type {Results} from '../../bench/results.ts';
import {loadResults} from '../../bench/results.ts';

const page = readFileSync(new URL('../../docs/performance.md', import.meta.url), 'utf8');

const row = (name: string, median: number): CompareRow => ({
	name,
	label: `${name} <&>`,
	ratio: {median, min: median, max: median},
	aloneRatio: {median, min: median, max: median},
	cpuMicros: 20,
	requestsPerSecond: 50_000,
	p50Ms: 1,
	p99Ms: 2,
	rssMb: 100,
	requests: 1000,
	spans: 1000,
	spansPerRequest: 1,
	lost: 0,
});
const measured = (...rows: CompareRow[]) => ({compare: {data: rows}}) as Results;

test('the numbers of docs/performance.md are those of bench/results.json', t => {
	t.is(between(page, report(loadResults())), page);
});

test('the chart of docs/performance.md is drawn from bench/results.json', t => {
	const {compare} = loadResults();
	if (!compare) return t.false(page.includes('performance.svg)'));
	t.is(readFileSync(new URL('../../docs/performance.svg', import.meta.url), 'utf8'), chart(compare.data));
});

test('the report leaves what people wrote as it is', t => {
	const text = 'before\n<!-- bench:start -->\nold\n<!-- bench:end -->\nafter\n';
	t.is(between(text, 'new'), 'before\n<!-- bench:start -->\nnew\n<!-- bench:end -->\nafter\n');
});

test('a page without its markers is not written over', t => {
	t.throws(() => between('no markers', 'new'), {message: /must hold <!-- bench:start -->/});
});

test('a goal is met up to its limit and missed above', t => {
	t.regex(goalsTable(measured(row('service-1.0', 1.25))), /rate 1\.0.*1\.25 \(1\.25–1\.25\) \| +met/);
	t.regex(goalsTable(measured(row('service-1.0', 1.26))), /rate 1\.0.*\| +missed/);
	t.regex(goalsTable(measured()), /rate 1\.0.*\| not measured \| +\|/);
});

test('bars are as long as their ratios', t => {
	const svg = chart([row('bare', 1), row('service-1.0', 2.5)]);
	const [first, second] = [...svg.matchAll(/<rect class="(?:own|other)".* width="([\d.]+)"/g)].map(
		([, width]) => Number(width),
	);
	t.true(Math.abs(second! / first! - 2.5) < 0.01, `${first} ${second}`);
	t.true(svg.includes('bare &lt;&amp;>'));
});

test('a row appears in the report once it was measured', t => {
	const quiet = {
		command: 'npm run bench -- --rows quiet',
		environment: {...loadResults().compare!.environment, date: '2026-11-29T12:00'},
		data: [{label: 'breadcrumbs', ratio: {median: 1, min: 0.99, max: 1.02}, micros: 24.5}],
	};
	t.false(report({}).includes('breadcrumbs'));
	t.regex(
		report({quiet}),
		/\| breadcrumbs +\| +1\.00 \(0\.99–1\.02\) \| 24\.5 \|\n\n<sub>`npm run bench -- --rows quiet`, 2026-11-29/,
	);
});
