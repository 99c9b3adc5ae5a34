import type {Problem} from '../service/problems/problems.ts';
import {problems} from '../service/problems/problems.ts';

/** The problems that a caller may receive, as a Markdown table. */
export function renderProblemsTable(): string {
	const rows = Object.entries<Problem>(problems)
		.filter(([code]) => code !== 'client-left')
		.map(([code, {status, title, advice}]) => `| ${status} | \`${code}\` | ${title} | ${advice} |`);
	return [
		'| status | `type` after `/docs#` | title | what to do |',
		'| --- | --- | --- | --- |',
		...rows,
	].join('\n');
}
