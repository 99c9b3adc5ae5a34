import {readFile} from 'node:fs/promises';
import test from 'ava';
import {settings} from '../../config/settings/settings.ts';
import {minutesAnHour} from '../../observability/errors/budget.ts';
import {reportingRules} from '../../observability/errors/reporting-rules.ts';

const page = await readFile(new URL('../../docs/costs.md', import.meta.url), 'utf8');
const aDay = (perMinute: number) => (perMinute * minutesAnHour * 24).toLocaleString('en');

test('the ceilings are those of the budgets', t => {
	for (const failure of ['not-found', 'disallowed-host'] as const) {
		t.true(
			page.includes(`| events of \`${failure}\` | at most ${aDay(reportingRules[failure].perMinute!)} |`),
		);
	}
	const others = aDay(Number(settings.REPORT_LIMIT_PER_MINUTE.default));
	t.true(page.includes(`| events of any other fingerprint | at most ${others} |`));
	const logs = aDay(Number(settings.SENTRY_LOGS_LIMIT_PER_MINUTE.default));
	t.true(page.includes(`| logs | at most ${logs} of each level |`));
});

test('the spans of an example are its arithmetic', t => {
	const requests = 10 * 86_400;
	t.true(page.includes(`${requests.toLocaleString('en')} requests a day`));
	for (const [rate, spans] of page.matchAll(/^\| `([\d.]+)` \| ([\d,]+)/gm).map(([, ...cells]) => cells)) {
		t.is(Number(spans!.replaceAll(',', '')), requests * 2 * Number(rate));
	}
});

test('every variable that the page names is a setting', t => {
	for (const [, name] of page.matchAll(/`([A-Z][A-Z_]{4,})(?:=[^`]*)?`/g)) t.true(name! in settings, name);
});
