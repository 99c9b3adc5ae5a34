import {readFileSync} from 'node:fs';
import {DisallowedHost} from '../../config/host-guard/disallowed-host.ts';
import {loadConfig} from '../../config/load-config.ts';
import {exampleEnvironment} from '../../config/settings/settings.ts';
import type {Failure} from '../../observability/errors/reporting-rules.ts';
import {reportingRules} from '../../observability/errors/reporting-rules.ts';
import {checkinMargin} from '../../observability/jobs/check-in.ts';
import {telemetrySchema} from '../../observability/schema/telemetry-schema.ts';
import {PageNotFound} from '../../service/problems/not-found.ts';
import {createRoutes} from '../../service/routes.ts';
import {createSchedule} from '../../service/schedule.ts';

/** Reports whose number says something, and the error by which Sentry's search finds them. */
const floods: Partial<Record<Failure, {readonly name: string}>> = {
	'disallowed-host': DisallowedHost,
	'not-found': PageNotFound,
};

const production = loadConfig({...exampleEnvironment(), NODE_ENV: 'production'});

/** What the Terraform of `ops/sentry` calls by name: attributes that queries and dashboards read. */
const attributes = {
	route: 'http.route',
	status: 'http.response.status_code',
	upstream: 'server.address',
	suppressed: 'tags.suppressed',
};

/**
What `ops/sentry` knows of this service, as Terraform's local values, from the code's own tables.

@throws {Error} when an attribute is in no group of the telemetry schema, or a report has no limit of its own.
*/
export function renderSentryTables(): string {
	const {name} = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
	const locals = {
		// A name with a scope is none that Sentry takes.
		service: name.replace(/^@/, '').replace('/', '-'),
		image_root: imageRoot(),
		routes: routes(),
		jobs: jobs(),
		checkin_margin_minutes: checkinMargin,
		floods: Object.fromEntries(
			Object.entries(floods).map(([failure, error]) => [failure, flood(failure as Failure, error)]),
		),
		attributes: Object.fromEntries(
			Object.entries(attributes).map(([key, attribute]) => [key, known(attribute).replace(/^tags\./, '')]),
		),
	};
	const note = 'Written by `npm run ops` from the tables in the code: change those, not this file.';
	return `${JSON.stringify({'//': note, locals}, undefined, '\t')}\n`;
}

/** Names of the transactions, as in production. */
function routes(): string[] {
	return createRoutes(production).map(({method, path}) => `${method.toUpperCase()} ${path}`);
}

/** Jobs whose schedule no variable states, as their check-ins describe them. */
function jobs() {
	return Object.fromEntries(
		createSchedule(production).map(({name, schedule, timeZone = 'UTC', timeoutMs}) => [
			name,
			{crontab: schedule, timezone: timeZone, max_runtime_minutes: Math.ceil(timeoutMs / 60_000)},
		]),
	);
}

function flood(failure: Failure, {name}: {readonly name: string}) {
	const {perMinute, fingerprint, level, meaning, advice} = reportingRules[failure];
	if (perMinute === undefined || fingerprint === undefined) {
		throw new Error(`expected a limit and a fingerprint of its own for ${failure}, found none`);
	}
	return {fingerprint, error_type: name, level, per_minute: perMinute, meaning, advice};
}

/** Where the image keeps the sources: the beginning of each path in a stack. */
function imageRoot(): string {
	const dockerfile = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8');
	const directory = /^WORKDIR (\S+)$/m.exec(dockerfile)?.[1];
	if (!directory) throw new Error('expected a WORKDIR in the Dockerfile, found none');
	return `${directory}/`;
}

function known(attribute: string): string {
	const {groups, own} = telemetrySchema;
	const names = [...groups.flatMap(({fields}) => fields), ...own.attributes].map(field => field.name);
	if (!names.includes(attribute)) {
		throw new Error(`expected an attribute of the telemetry schema, got ${attribute}`);
	}
	return attribute;
}
