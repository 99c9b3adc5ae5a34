import test from 'ava';
import {warnings} from '../../config/check-config.ts';
import type {Environment} from '../../config/config.ts';
import {ConfigError, loadConfig, loadWhatIsGood} from '../../config/load-config.ts';
import type {Setting} from '../../config/settings/settings.ts';
import {exampleEnvironment, settings} from '../../config/settings/settings.ts';
import {scrubText} from '../../observability/privacy/secrets.ts';

const fakeDsn = `https://${'0123456789abcdef'.repeat(2)}@sentry.example/7`;

function problemsOf(env: Environment): readonly string[] {
	try {
		loadConfig(env);
	} catch (error) {
		if (error instanceof ConfigError) return error.problems;
		throw error;
	}
	return [];
}

test('an empty environment is a development set-up that works', t => {
	const config = loadConfig({});
	t.is(config.nodeEnv, 'development');
	t.is(config.port, 3000);
	t.deepEqual(config.allowedHosts.entries, ['.localhost', '127.0.0.1', '[::1]']);
	t.true(config.debugRoutes);
	t.is(config.sentryDsn, undefined);
	t.is(config.sentryTracesSampleRate, 1);
	t.is(config.shutdownDelayMs, 0);
});

test('production applies the strict defaults', t => {
	const config = loadConfig({...exampleEnvironment(), NODE_ENV: 'production'});
	t.false(config.debugRoutes);
	t.is(config.shutdownDelayMs, 5000);
});

test('the configuration is frozen', t => {
	t.true(Object.isFrozen(loadConfig({})));
});

test('the end of a line after a value, as files and secret stores add it, is not part of it', t => {
	t.regex(problemsOf({NODE_ENV: 'production\r'}).join(), /^ALLOWED_HOSTS must be set in production/);
	t.is(loadConfig({NODE_ENV: 'production\n', ALLOWED_HOSTS: 'a.example\n'}).shutdownDelayMs, 5000);
	t.deepEqual(loadConfig({NODE_ENV: ' '}).allowedHosts.entries, loadConfig({}).allowedHosts.entries);
	t.deepEqual(problemsOf({OTEL_TRACES_SAMPLER: 'always_on', SENTRY_TRACES_SAMPLE_RATE: '\n'}), []);
});

test('an empty variable counts as unset', t => {
	t.is(loadConfig({PORT: '', SENTRY_DSN: '  '}).port, 3000);
	t.is(loadConfig({SENTRY_DSN: ' '}).sentryDsn, undefined);
});

const refuses = test.macro({
	exec(t, name: string, value: string, expected: string) {
		t.deepEqual(problemsOf({[name]: value}), [`${name} must be ${expected}`]);
	},
	title: (_, name, value) => `${name}=${value} is refused`,
});

test(
	refuses,
	'NODE_ENV',
	'staging',
	'one of development, test, production, got "staging": name an environment of your own, such as staging, in SENTRY_ENVIRONMENT',
);
test(refuses, 'PORT', 'http', '0-65535, got "http"');
test(refuses, 'PORT', '65536', '0-65535, got "65536"');
test(refuses, 'PORT', '-1', '0-65535, got "-1"');
test(refuses, 'PORT', '1e3', '0-65535, got "1e3"');
test(refuses, 'REQUEST_TIMEOUT_MS', '0', '1-3600000 (milliseconds), got "0"');
test(refuses, 'REQUEST_TIMEOUT_MS', '30s', '1-3600000 (milliseconds), got "30s"');
test(refuses, 'BODY_LIMIT_BYTES', '1MB', '0-1073741824 (bytes), got "1MB"');
test(refuses, 'SENTRY_TRACES_SAMPLE_RATE', '1.1', 'a number from 0 to 1, got "1.1"');
test(refuses, 'SENTRY_TRACES_SAMPLE_RATE', '10%', 'a number from 0 to 1, got "10%"');
test(refuses, 'SENTRY_SEND_DEFAULT_PII', 'yes', 'true or false, got "yes"');
test(refuses, 'SENTRY_SPAN_PROTOCOL', 'grpc', 'one of otlp, envelope, got "grpc"');
test(refuses, 'SENTRY_SPOTLIGHT', 'maybe', '1, 0 or the URL of a Spotlight sidecar, got "maybe"');
test(
	refuses,
	'OTEL_PROPAGATORS',
	'jaeger',
	'a comma list of tracecontext, baggage, sentry, b3, b3multi, none, got "jaeger"',
);
test(
	refuses,
	'OTEL_RESOURCE_ATTRIBUTES',
	'team',
	'a comma list of key=value with percent-encoded values, got "team"',
);
test(refuses, 'OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318', 'an http or https URL, got "collector:4318"');
test(refuses, 'OTEL_METRICS_EXPORTER', 'console', 'one of none, otlp, prometheus, got "console"');
test(
	refuses,
	'TRUST_PROXY',
	'10.0.0.0/33',
	'a number of hops (0-99), or a comma list of addresses, CIDRs, loopback, linklocal, uniquelocal, got "10.0.0.0/33"',
);
for (const value of ['100', '0x10', '1,2']) {
	test(
		refuses,
		'TRUST_PROXY',
		value,
		`a number of hops (0-99), or a comma list of addresses, CIDRs, loopback, linklocal, uniquelocal, got "${value}"`,
	);
}
test(refuses, 'USER_ID_HEADER', 'x user', 'a header name, got "x user"');
test(refuses, 'AUTH_JWKS_URL', 'ftp://u:p@host', 'an http or https URL, got "ftp://[redacted]@host"');
test(
	refuses,
	'CATALOG_URL',
	'https://shop/v1?key=1',
	'an http or https URL without a query, got "https://shop/v1?[redacted]"',
);
test(refuses, 'ACCESS_LOG', 'some', 'one of off, errors, all, got "some"');
test(refuses, 'LOG_LEVEL', 'loud', 'one of trace, debug, info, warn, error, fatal, silent, got "loud"');
test(
	refuses,
	'ALLOWED_HOSTS',
	'*.example.com',
	'a comma list of hosts, got "*.example.com": "*.example.com" must be written ".example.com"',
);

for (const [title, dsn] of [
	['without a key', 'https://sentry.example/7'],
	['without a project', fakeDsn.slice(0, -2)],
	['with a project that is no number', `${fakeDsn}x`],
	['of another scheme', fakeDsn.replace('https', 'ftp')],
	['on a port that is none', fakeDsn.replace(/\/(?=\d+$)/, ':65536/')],
	['that is no URL', 'sentry'],
] as const) {
	test(`a DSN ${title} is refused and not shown`, t => {
		t.deepEqual(problemsOf({SENTRY_DSN: dsn}), [
			`SENTRY_DSN must be https://<public key>@<host>/<project id>, got a value of ${dsn.length} characters (redacted)`,
		]);
	});
}

test('a good DSN is taken, and spelt as Sentry knows it', t => {
	t.is(loadConfig({SENTRY_DSN: fakeDsn}).sentryDsn, fakeDsn);
	t.is(loadConfig({SENTRY_DSN: fakeDsn.replace('https', 'HTTPS')}).sentryDsn, fakeDsn);
});

test('production starts with the examples of what it requires', t => {
	t.notThrows(() => loadConfig({NODE_ENV: 'production', ...exampleEnvironment()}));
	for (const [name, {requiredInProduction, example}] of Object.entries<Setting>(settings)) {
		if (requiredInProduction) t.truthy(example, `${name} needs an example`);
	}
});

test('production without ALLOWED_HOSTS is refused', t => {
	t.regex(problemsOf({NODE_ENV: 'production'}).join(), /^ALLOWED_HOSTS must be set in production/);
});

test('a name that was nearly right is told with the problem that it makes', t => {
	const problems = problemsOf({NODE_ENV: 'production', ALLOWED_HOST: 'shop.example'});
	t.is(problems.length, 2);
	t.regex(problems[0]!, /^ALLOWED_HOSTS must be set in production/);
	t.is(problems[1], 'ALLOWED_HOST is not read by this service: is ALLOWED_HOSTS meant?');
});

test('every problem is told at once', t => {
	const wrong = {NODE_ENV: 'production', ALLOWED_HOSTS: '', PORT: 'x', SENTRY_DSN: 'y', AUTH_ISSUER: 'z'};
	const problems = problemsOf({...exampleEnvironment(), ...wrong});
	t.deepEqual(
		problems.map(problem => problem.split(' ')[0]),
		['PORT', 'ALLOWED_HOSTS', 'SENTRY_DSN', 'AUTH_JWKS_URL'],
	);
});

test('two variables that each decide the sampling contradict each other', t => {
	const [problem] = problemsOf({OTEL_TRACES_SAMPLER: 'always_on', SENTRY_TRACES_SAMPLE_RATE: '1'});
	t.regex(problem ?? '', /must not both be set/);
});

test('who may state a user id must be said', t => {
	t.regex(
		problemsOf({USER_ID_HEADER: 'x-user-id'}).join(),
		/^TRUST_PROXY must be set when USER_ID_HEADER is/,
	);
	t.deepEqual(problemsOf({USER_ID_HEADER: 'x-user-id', TRUST_PROXY: '1'}), []);
	t.is(problemsOf({USER_ID_HEADER: 'x-user-id', TRUST_PROXY: 'x'}).length, 1, 'it is set, and wrong');
	for (const name of ['Authorization', 'cookie', 'host']) {
		t.regex(
			problemsOf({USER_ID_HEADER: name, TRUST_PROXY: '1'}).join(),
			/^USER_ID_HEADER must be a header of/,
		);
	}
});

test('of credentials in what should have been a URL nothing is shown', t => {
	for (const value of [
		'ftp://shop:hush@host',
		'https:/shop:hush@host',
		'https//shop:hush@host/path',
		'shop:hush@host:443',
		'http://shop:hu/sh@host:port',
		'http://shop:h@hush@[host',
		'htp://host/keys?token=hush&a=b',
		'http://a:hush@a, http://b:hush@b',
	]) {
		for (const name of [
			'CATALOG_URL',
			'AUTH_JWKS_URL',
			'CORS_ORIGINS',
			'ALLOWED_HOSTS',
			'SENTRY_SPOTLIGHT',
		]) {
			const told = problemsOf({[name]: value}).join();
			t.regex(told, new RegExp(`^${name} must be `), value);
			t.notRegex(told, /hush|hu\/sh|sh@host/, value);
		}
	}
});

test('what is said of settings goes whole through what masks secrets', t => {
	const wrong = Object.fromEntries(Object.keys(settings).map(name => [name, '!']));
	const said = [
		...problemsOf({NODE_ENV: 'production', USER_ID_HEADER: 'authorization'}),
		...problemsOf({OTEL_TRACES_SAMPLER: 'always_on', SENTRY_TRACES_SAMPLE_RATE: '1'}),
		...problemsOf({AUTH_ISSUER: 'x'}),
		...problemsOf(wrong),
		...warnings(loadConfig({AUTH_JWKS_URL: 'http://keys'}), {...wrong, SENTRY_TOKEN: '!', OTEL_TOKEN: '!'}),
	];
	for (const sentence of said) t.is(scrubText(sentence), sentence);
});

test('tokens whose issuer or audience is not asked for are warned of', t => {
	const warned = (env: Environment) => warnings(loadConfig(env), env).join();
	t.regex(warned({AUTH_JWKS_URL: 'http://keys'}), /without AUTH_ISSUER and AUTH_AUDIENCE, so /);
	t.regex(warned({AUTH_JWKS_URL: 'http://keys', AUTH_ISSUER: 'a'}), /without AUTH_AUDIENCE, so /);
	t.regex(warned({AUTH_JWKS_URL: 'http://keys', AUTH_AUDIENCE: 'a'}), /without AUTH_ISSUER, so /);
	t.is(warned({AUTH_JWKS_URL: 'http://keys', AUTH_ISSUER: 'a', AUTH_AUDIENCE: 'b'}), '');
	t.is(warned({}), '');
});

test('a delay that leaves no time to stop in is warned of', t => {
	const warned = (env: Environment) => warnings(loadConfig(env), env).join();
	t.regex(
		warned({SHUTDOWN_DELAY_MS: '2000', SHUTDOWN_TIMEOUT_MS: '2000'}),
		/^SHUTDOWN_DELAY_MS is 2000 and SHUTDOWN_TIMEOUT_MS 2000: /,
	);
	t.is(warned({SHUTDOWN_DELAY_MS: '2000', SHUTDOWN_TIMEOUT_MS: '2001'}), '');
});

test('every default is a value that its own type takes', t => {
	for (const [name, {type, default: fallback}] of Object.entries<Setting>(settings)) {
		for (const written of typeof fallback === 'object' ? Object.values(fallback) : [fallback ?? '']) {
			if (written) t.true(type.schema.safeParse(written).success, name);
		}
	}
});

const environmentRule =
	'at most 64 characters without "/" or a line break, and not "None", as Sentry takes it';
for (const name of ['feature/foo', 'None', 'none', 'e'.repeat(65), 'a\nb']) {
	test(refuses, 'SENTRY_ENVIRONMENT', name, `${environmentRule}, got ${JSON.stringify(name)}`);
}

const releaseRule =
	'at most 250 characters without "/", "\\", a tab or a line break, and not ".", ".." or "latest", as Sentry takes it';
for (const name of ['a/b', 'a\\b', '.', '..', 'latest', 'Latest', 'r'.repeat(251), 'a\tb']) {
	test(refuses, 'SENTRY_RELEASE', name, `${releaseRule}, got ${JSON.stringify(name)}`);
}

test('what Sentry takes as environment and release is taken', t => {
	for (const name of ['production', 'eu west', 'e'.repeat(64), 'nonesuch']) {
		t.is(loadConfig({SENTRY_ENVIRONMENT: name}).sentryEnvironment, name);
	}
	for (const name of ['shop@1.2.3+abc', 'r'.repeat(250), 'latest-2']) {
		t.is(loadConfig({SENTRY_RELEASE: name}).sentryRelease, name);
	}
});

test('OpenTelemetry’s lists and words are taken in any case, with empty entries', t => {
	t.deepEqual(loadConfig({OTEL_PROPAGATORS: 'TraceContext, baggage,'}).otelPropagators, [
		'tracecontext',
		'baggage',
	]);
	t.is(loadConfig({OTEL_TRACES_SAMPLER: 'ALWAYS_ON'}).otelTracesSampler, 'always_on');
	t.is(loadConfig({OTEL_METRICS_EXPORTER: 'None'}).otelMetricsExporter, 'none');
	t.deepEqual(loadConfig({OTEL_RESOURCE_ATTRIBUTES: 'team=a%20b, te%61m.lead=c=d,'}).otelResourceAttributes, {
		team: 'a b',
		'team.lead': 'c=d',
	});
});

test('Spotlight is asked at its own path, unless another is named', t => {
	const at = (written: string) => loadConfig({SENTRY_SPOTLIGHT: written}).sentrySpotlight;
	t.is(at('1'), 'http://localhost:8969/stream');
	t.is(at('http://spotlight:1'), 'http://spotlight:1/stream');
	t.is(at('http://spotlight:1/'), 'http://spotlight:1/stream');
	t.is(at('http://spotlight:1/other'), 'http://spotlight:1/other');
	t.false(at('0'));
});

for (const value of ['https//shop:hush@host', 'http:/', 'host:3128/path', '//host', 'socks5://host']) {
	test(`no proxy is made of ${value}`, t => {
		const [told] = problemsOf({https_proxy: value});
		t.regex(told ?? '', /^https_proxy must be the http or https URL of a proxy, got /);
		t.notRegex(told!, /hush/);
	});
}

test('proxies are spelt in either case, with a scheme or without', t => {
	t.is(loadConfig({https_proxy: 'http://proxy.example:3128'}).httpsProxy, 'http://proxy.example:3128');
	t.is(loadConfig({HTTPS_PROXY: 'proxy.example:3128'}).httpsProxy, 'http://proxy.example:3128');
	t.is(loadConfig({NO_PROXY: 'localhost'}).noProxy, 'localhost');
});

test('what is good of a refused environment is enough to tell of it', t => {
	const {sentryDsn, port, sentryEnvironment, otelMetricsExporter} = loadWhatIsGood({
		NODE_ENV: 'production',
		PORT: 'http',
		SENTRY_DSN: fakeDsn,
		SENTRY_ENVIRONMENT: 'a/b',
		OTEL_METRICS_EXPORTER: 'prometheus',
	});
	t.deepEqual(
		{sentryDsn, port, sentryEnvironment, otelMetricsExporter},
		{sentryDsn: fakeDsn, port: 3000, sentryEnvironment: undefined, otelMetricsExporter: 'none'},
	);
});

test('hops and networks say whom to trust', t => {
	t.true(loadConfig({TRUST_PROXY: '1'}).trustProxy?.('9.9.9.9', 0));
	t.false(loadConfig({TRUST_PROXY: '1'}).trustProxy?.('9.9.9.9', 1));
	t.true(loadConfig({TRUST_PROXY: '10.0.0.0/8, loopback'}).trustProxy?.('127.0.0.1', 0));
	t.false(loadConfig({TRUST_PROXY: '10.0.0.0/8'}).trustProxy?.('11.0.0.1', 0));
});
