import {readFile} from 'node:fs/promises';
import test from 'ava';
import {groupedByRoute, reportingRules} from '../../observability/errors/reporting-rules.ts';
import {renderRulesTable} from '../../scripts/rules-document.ts';
import {problems} from '../../service/problems/problems.ts';
import {expectedOf} from '../observability/errors/_failing-cells.ts';
import {rows} from '../observability/errors/_reported-rows.ts';

const page = await readFile(new URL('../../docs/errors.md', import.meta.url), 'utf8');
const failures = Object.entries(problems);

test('the table is what the code does', t => {
	t.true(page.includes(renderRulesTable()), 'run: npm run docs');
});

test('a page for two minutes, the table to look things up aside, has at most 500 words', t => {
	const words = page.replace(renderRulesTable(), '').split(/\s+/).length;
	t.true(words <= 500, `${words}`);
});

test('of all 4xx only missing pages and files are reported, and hosts, which the guard reports', t => {
	const reported = failures.filter(([, {status, failure}]) => status < 500 && failure);
	t.deepEqual(
		reported.map(([code]) => code),
		['not-found', 'static-file-missing'],
	);
});

test('of all 5xx only those are not reported that turn a request away, or whose caller would not wait', t => {
	const silent = failures.filter(([, {status, failure}]) => status >= 500 && !failure);
	t.deepEqual(
		silent.map(([code, {status}]) => [code, status]),
		[
			['overloaded', 503],
			['draining', 503],
			['caller-limit-passed', 503],
		],
	);
});

test('an error that is grouped by route is one that the page names', t => {
	t.deepEqual(
		[...groupedByRoute].filter(code => !code.startsWith('job-')),
		['non-error-thrown', 'server-error-returned', 'answer-not-described', 'request-timed-out'],
	);
	t.regex(
		page,
		/A time-out, a thrown value that is no `Error`, an answer that was not described, and a\s+5xx that was returned/,
	);
});

test('what the tests of the real process expect is what the rules say', t => {
	for (const {status, event} of Object.values(rows)) {
		const [, rule] = Object.entries(reportingRules).find(
			([failure, {level, handled, fingerprint}]) =>
				level === event.level &&
				handled === event.handled &&
				(fingerprint === undefined || fingerprint === event.fingerprint?.[0]) &&
				failures.some(([, problem]) => problem.failure === failure && problem.status === status),
		) ?? [undefined, undefined];
		t.truthy(rule, event.type);
	}
	for (const [kind, {status, event}] of Object.entries(expectedOf)) {
		const problem = problems[kind];
		if (problem)
			t.deepEqual([problem.status, problem.failure !== undefined], [status, event !== undefined], kind);
	}
});
