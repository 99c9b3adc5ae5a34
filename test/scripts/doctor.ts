import anyTest from 'ava';
import {findFreePort} from '../../scripts/port.ts';
import {runToExit} from '../kit/run-to-exit.ts';
import type {Sink} from '../kit/sink.ts';
import {startSink} from '../kit/sink.ts';

// One process at a time.
const test = anyTest.serial;

const doctor = (env: Record<string, string>, args: string[] = []) =>
	runToExit({entry: 'scripts/doctor.ts', args, env: {SENTRY_DSN: '', SENTRY_SPOTLIGHT: '', ...env}});

const accepted = anyTest.macro({
	async exec(t, envOf: (sink: Sink) => Record<string, string>, error: string, span: string) {
		const sink = await startSink();
		t.teardown(sink.close);
		const {code, stdout, stderr} = await doctor(envOf(sink));
		t.is(code, 0, stdout + stderr);
		t.true(stdout.includes(`the error → ${sink.url}${error}: accepted, status 200`), stdout);
		t.true(stdout.includes(`the span → ${sink.url}${span}: accepted, status 20`), stdout);
		const event = await sink.event();
		const [{traceId, spanId}] = [
			...sink.spans,
			...sink.transactions.map(({contexts}) => ({
				traceId: contexts?.trace?.trace_id,
				spanId: contexts?.trace?.span_id,
			})),
		] as [{traceId: string; spanId: string}];
		t.true(stdout.includes(`event ${event.event_id}\n`), 'the event’s own id is printed');
		t.true(stdout.includes(`${spanId} of trace ${traceId}\n`), 'the span’s own ids are printed');
		t.is(event.contexts?.trace?.trace_id, traceId);
	},
	title: (name = '') => `the doctor is content when both are accepted ${name}`,
});

test(
	'by Sentry',
	accepted,
	({dsn}) => ({SENTRY_DSN: dsn}),
	'/api/1/envelope/',
	'/api/1/integration/otlp/v1/traces/',
);
test(
	'by the envelope protocol',
	accepted,
	({dsn}) => ({SENTRY_DSN: dsn, SENTRY_SPAN_PROTOCOL: 'envelope'}),
	'/api/1/envelope/',
	'/api/1/envelope/',
);
test(
	'by Sentry and a collector, with every trace sampled out',
	accepted,
	({dsn, url}) => ({
		SENTRY_DSN: dsn,
		OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${url}/v1/traces?key=sesame`,
		SENTRY_TRACES_SAMPLE_RATE: '0',
	}),
	'/api/1/envelope/',
	'/v1/traces',
);

const refused = anyTest.macro({
	async exec(t, fault: Parameters<Sink['behave']>[0], only: 'envelope' | 'otlp', expected: RegExp) {
		const sink = await startSink();
		t.teardown(sink.close);
		sink.behave(fault, {only});
		const {code, stdout} = await doctor({SENTRY_DSN: sink.dsn}, ['--wait-ms', '1500']);
		t.is(code, 1);
		t.regex(stdout, expected);
		t.regex(stdout, /: accepted, status 20/, 'the other one was accepted');
	},
	title: (_, fault, only) => `the doctor fails when ${only} requests meet ${JSON.stringify(fault)}`,
});

test(refused, {status: 401}, 'envelope', /the error → \S+: NOT ACCEPTED, status 401: the key/);
test(refused, {status: 403}, 'otlp', /the span → \S+: NOT ACCEPTED, status 403: the key/);
test(refused, {status: 404}, 'otlp', /NOT ACCEPTED, status 404: .*SENTRY_SPAN_PROTOCOL=envelope/);
test(
	refused,
	{status: 200, headers: {'x-sentry-rate-limits': '86400:transaction;span:organization'}},
	'otlp',
	/the span → \S+: LIMITED, status 200: it takes no more of these for 86400 s/,
);
test(
	refused,
	{
		status: 200,
		headers: {'content-type': 'application/json'},
		body: '{"partialSuccess":{"rejectedSpans":1}}',
	},
	'otlp',
	/the span → \S+: NOT ACCEPTED, status 200/,
);
test(refused, {status: 503}, 'otlp', /the span → \S+: NOT ACCEPTED, status 503/);
test(refused, 'hang', 'otlp', /the span → \S+: NOT ACCEPTED, no answer in 1500 ms/);
test(refused, 'reset', 'envelope', /the error → \S+: NOT ACCEPTED, \S+ ECONNRESET/);

test('the doctor fails when nothing listens there', async t => {
	const {code, stdout} = await doctor({SENTRY_DSN: `http://public@127.0.0.1:${await findFreePort()}/1`});
	t.is(code, 1);
	t.is(stdout.match(/NOT ACCEPTED, connect ECONNREFUSED \S+: nothing listens there/g)?.length, 2);
});

test('the doctor fails when nothing is configured, and says what to set', async t => {
	const {code, stdout} = await doctor({});
	t.is(code, 1);
	t.regex(stdout, /the error → nowhere: SENTRY_DSN is not set/);
	t.regex(stdout, /the span → nowhere: SENTRY_DSN is not set/);
});

test('the doctor fails when errors have nowhere to go but spans do', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const {code, stdout} = await doctor({OTEL_EXPORTER_OTLP_ENDPOINT: sink.url});
	t.is(code, 1);
	t.regex(stdout, /the span → \S+: accepted/);
	t.regex(stdout, /the error → nowhere/);
});

test('the doctor names an invalid configuration as the service does, and sends nothing', async t => {
	const {code, stdout, stderr} = await doctor({SENTRY_DSN: 'https://no-key.example/1', PORT: 'http'});
	t.is(code, 1);
	t.is(stdout, '');
	t.regex(stderr, /SENTRY_DSN must be /);
	t.regex(stderr, /PORT must be 0-65535, got "http"/);
});

test('a flag that is none is named in one line', async t => {
	const {code, stderr} = await doctor({}, ['--waitms=1']);
	t.is(code, 1);
	t.regex(stderr, /^Unknown option '--waitms'.*\n$/);
});

test('the doctor shows the configuration without a secret', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const secrets = ['opensesame', 'swordfish', 'xyzzy', 'plugh', 'abracadabra'];
	const {stdout, stderr} = await doctor({
		SENTRY_DSN: sink.dsn.replace('public', secrets[0]!),
		OTEL_EXPORTER_OTLP_ENDPOINT: `${sink.url.replace('://', `://user:${secrets[1]}@`)}/?key=${secrets[2]}`,
		OTEL_EXPORTER_OTLP_HEADERS: `authorization=${secrets[3]}`,
		OTEL_RESOURCE_ATTRIBUTES: `team=shop,api.token=${secrets[4]}`,
		SENTRY_ENVIRONMENT: 'staging',
	});
	for (const secret of secrets) t.false((stdout + stderr).includes(secret), secret);
	t.regex(stdout, /^ {2}SENTRY_DSN +.*redacted/m);
	t.regex(stdout, /^ {2}SENTRY_ENVIRONMENT +"staging" \(environment\)$/m);
	t.regex(stdout, /^ {2}PORT +"3000" \(default\)$/m);
});
