import {globSync} from 'node:fs';
import test from 'ava';
import {renderDashboard} from '../../scripts/ops/dashboard.ts';
import {knownNames, series} from '../../scripts/ops/series.ts';
import {renderSentryTables} from '../../scripts/ops/tables.ts';
import {readJson, readText, readYaml} from './_ops-files.ts';

interface Rules {
	groups: {rules: {record?: string; alert?: string; expr: string; labels?: {severity: string}}[]}[];
}

const rules = globSync('ops/prometheus/*.rules.yml').flatMap(file =>
	readYaml<Rules>(file).groups.flatMap(group => group.rules),
);
const {panels} = readJson<{panels: {targets: {expr: string}[]}[]}>('ops/grafana/service.json');
const queries = [...rules, ...panels.flatMap(panel => panel.targets)].map(({expr}) => expr);

test('the files in ops/ say what the code’s tables say: run `npm run ops`', t => {
	t.is(readText('ops/sentry/tables.tf.json'), renderSentryTables());
	t.is(readText('ops/grafana/service.json'), renderDashboard());
});

test('a metric that the telemetry schema has not is in no dashboard', t => {
	t.throws(() => series('app.requests.lost'), {message: /app\.requests\.lost/});
});

test('rules and dashboard ask only for metrics and labels that the service has', t => {
	const known = knownNames();
	const asked = queries.flatMap(
		query => query.match(/\b(?:http|app|otel|nodejs|v8js|server|error)_\w+/g) ?? [],
	);

	t.true(asked.length > 50);
	t.deepEqual(
		asked.filter(name => !known.has(name)),
		[],
	);
});

test('whatever is recorded is used, and whatever is used is recorded', t => {
	const recorded = rules.flatMap(({record}) => record ?? []);
	const used = queries.flatMap(query => query.match(/\bjob:\w+:\w+/g) ?? []);

	t.deepEqual([...new Set(used)].toSorted(), [...new Set(recorded)].toSorted());
});

test('each alert is tested, and says how soon somebody must come', t => {
	const tests = globSync('ops/prometheus/tests/*.yml').map(readText).join('\n');
	const alerts = rules.filter(({alert}) => alert);

	t.true(alerts.length > 5);
	for (const {alert, labels} of alerts) {
		t.regex(tests, new RegExp(`alertname: ${alert}\\b`), alert);
		t.regex(labels?.severity ?? '', /^(?:page|ticket)$/, alert);
	}
});

test('Terraform uses each table, and no secret is in it', t => {
	const {locals} = readJson<{locals: Record<string, unknown>}>('ops/sentry/tables.tf.json');
	const files = globSync('ops/sentry/*.tf').map(readText).join('\n');

	for (const name of Object.keys(locals)) t.true(files.includes(`local.${name}`), name);
	t.notRegex(files, /token\s*=|sntry[su]_|@[\w.]*ingest/);
});
