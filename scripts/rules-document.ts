import {minutesAnHour} from '../observability/errors/budget.ts';
import type {Failure, Rule} from '../observability/errors/reporting-rules.ts';
import {groupedByRoute, reportingRules} from '../observability/errors/reporting-rules.ts';
import {problems} from '../service/problems/problems.ts';

/** What is reported to Sentry, as a Markdown table. */
export function renderRulesTable(): string {
	const rules = Object.entries(reportingRules) as [Failure, Rule][];
	const rows = rules.map(([failure, rule]) =>
		[
			'',
			rule.meaning,
			statusesOf(failure),
			rule.handled ? rule.level : `${rule.level}, unhandled`,
			groupOf(failure, rule),
			budgetOf(failure, rule),
			rule.advice,
			'',
		]
			.join(' | ')
			.trim(),
	);
	return [
		`| what happened | answer | level | grouped by | events a minute, ${minutesAnHour} times as many an hour | look first at |`,
		'| --- | --- | --- | --- | --- | --- |',
		...rows,
	].join('\n');
}

function statusesOf(failure: Failure): string {
	const statuses = Object.entries(problems)
		// The guard reports a host before it throws, so that its problem says nothing of it.
		.filter(([code, problem]) => problem.failure === failure || code === failure)
		.map(([, {status}]) => status);
	return statuses.join(', ') || 'none';
}

function groupOf(failure: Failure, {fingerprint}: Rule): string {
	if (fingerprint) return `\`${fingerprint}\``;
	const codes = Object.keys(problems).filter(code => problems[code]!.failure === failure);
	return codes.length > 0 && codes.every(code => groupedByRoute.has(code)) ? 'route' : 'stack';
}

function budgetOf(failure: Failure, {perMinute}: Rule): string {
	if (failure === 'crash') return 'all';
	return perMinute === undefined ? '`REPORT_LIMIT_PER_MINUTE`' : String(perMinute);
}
