import test from 'ava';
import {releaseOf} from '../../config/identity.ts';
import {sentryRelease} from '../../config/settings/sentry-types.ts';
import {settings} from '../../config/settings/settings.ts';
import {editDistance, unknownVariables, variablesKeptFromSdk} from '../../config/unknown-variables.ts';

const warns = test.macro({
	exec(t, name: string, expected: RegExp) {
		const said = unknownVariables({[name]: 'hunter2'});
		t.is(said.length, 1);
		t.regex(said[0]!, expected);
		t.true(said[0]!.startsWith(name));
		t.false(said[0]!.includes('hunter2'), 'no value is shown');
	},
	title: (_, name) => `${name} is warned of`,
});

for (const [name, meant] of [
	['SENTRY_DNS', 'SENTRY_DSN'],
	['SENTRYDSN', 'SENTRY_DSN'],
	['sentry_dsn', 'SENTRY_DSN'],
	['SENTRY_TRACE_SAMPLE_RATE', 'SENTRY_TRACES_SAMPLE_RATE'],
	['ALLOWED_HOST', 'ALLOWED_HOSTS'],
	['ALOWED_HOSTS', 'ALLOWED_HOSTS'],
	['LOGLEVEL', 'LOG_LEVEL'],
	['OTEL_SERVICENAME', 'OTEL_SERVICE_NAME'],
] as const) {
	test(warns, name, new RegExp(`is ${meant} meant\\?$`));
}
test(warns, 'SENTRY_DEBUG', /is not read by this service$/);
test(warns, 'SENTRY_WHATEVER_ELSE', /is not read by this service$/);
test(warns, 'OTEL_WHATEVER_ELSE', /is not known to OpenTelemetry's SDK or to this service$/);
test(warns, 'OTEL_BSP_MAX_QUEUE_SIZE', /is not served: /);
test(warns, 'OTEL_CONFIG_FILE', /is not served: /);
test(warns, 'OTEL_SDK_DISABLED', /is not served: SENTRY_TRACES_SAMPLE_RATE=0/);
test(warns, 'OTEL_EXPORTER_OTLP_TRACES_TIMEOUT', /is not served: /);

test('a transposed, a missing and a changed letter are one step each', t => {
	t.is(editDistance('SENTRY_DNS', 'SENTRY_DSN'), 1);
	t.is(editDistance('ALLOWED_HOST', 'ALLOWED_HOSTS'), 1);
	t.is(editDistance('', 'abc'), 3);
	t.is(editDistance('same', 'same'), 0);
});

test('counted up to a bound, what is within it is as far apart as ever, and the rest is beyond it', t => {
	const written = Object.keys(settings).flatMap(name => [
		name,
		name.slice(1),
		name.slice(0, -2),
		name.replace(/(.)(.)$/, '$2$1'),
		name.replace(/(.)(.)_/, '$2$1'),
	]);
	for (const most of [0, 1, 2]) {
		for (const name of Object.keys(settings)) {
			const wrong = written.filter(other => {
				const distance = editDistance(other, name);
				const counted = editDistance(other, name, most);
				return distance <= most ? counted !== distance : counted <= most;
			});
			t.deepEqual(wrong, [], `${name}, ${most}`);
		}
	}
});

test('an ordinary environment is not warned of', t => {
	const env = Object.fromEntries(
		`PATH HOME USER SHELL PWD OLDPWD LANG TERM TZ HOSTNAME LOGNAME SHLVL TMPDIR EDITOR CI DEBUG HTTP_PROXY https_proxy
		FTP_PROXY ALL_PROXY NO_PROXY NODE_VERSION YARN_VERSION NODE_OPTIONS NODE_COMPILE_CACHE NODE_EXTRA_CA_CERTS
		npm_lifecycle_event npm_package_name INIT_CWD KUBERNETES_PORT KUBERNETES_SERVICE_HOST KUBERNETES_SERVICE_PORT
		RENDER RENDER_GIT_COMMIT RENDER_SERVICE_NAME DATABASE_URL REDIS_URL AWS_REGION SENTRY_AUTH_TOKEN SENTRY_ORG
		SENTRY_PROJECT SENTRY_URL OTEL_EXPORTER_OTLP_METRICS_ENDPOINT OTEL_EXPORTER_OTLP_TIMEOUT
		OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT ${Object.keys(settings).join(' ')}`
			.split(/\s+/)
			.map(name => [name, 'x']),
	);
	t.deepEqual(unknownVariables(env), []);
});

test('a variable without a value is not set', t => {
	t.deepEqual(unknownVariables({SENTRY_DNS: ''}), []);
	t.deepEqual(variablesKeptFromSdk({OTEL_SDK_DISABLED: ''}), []);
});

test('what is not served is taken from the SDK, what is served is left', t => {
	t.deepEqual(
		variablesKeptFromSdk({
			OTEL_SDK_DISABLED: 'true',
			OTEL_LOG_LEVEL: 'debug',
			OTEL_BSP_SCHEDULE_DELAY: '1',
			OTEL_SERVICE_NAME: 'shop',
			OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'a=b',
			OTEL_SPAN_EVENT_COUNT_LIMIT: '3',
			PATH: '/bin',
		}),
		['OTEL_SDK_DISABLED', 'OTEL_LOG_LEVEL', 'OTEL_BSP_SCHEDULE_DELAY'],
	);
});

test('the release of a package is one that Sentry takes, scoped or not', t => {
	t.is(releaseOf('@acme/orders', '1.2.3', '0123456789abcdef'), 'acme-orders@1.2.3+0123456789ab');
	for (const name of ['orders', '@acme/orders', '@a/b']) {
		t.true(sentryRelease.schema.safeParse(releaseOf(name, '1.2.3')).success, name);
	}
});
