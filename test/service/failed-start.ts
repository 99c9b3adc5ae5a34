import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import net from 'node:net';
import type {ExecutionContext} from 'ava';
import anyTest from 'ava';
import {startService} from '../kit/service.ts';
import {startSink} from '../kit/sink.ts';

/** One after the other: side by side, a dozen starts would use up the time that each has for its last words. */
const test = anyTest.serial;

interface Failing {
	env?: Record<string, string>;
	preload?: string;
}

/** Start in production what can't start, and read its one event, its log and what it says to people. */
async function fail(t: ExecutionContext, {env = {}, preload}: Failing) {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({
		env: {NODE_ENV: 'production', ALLOWED_HOSTS: '*', HOST: '127.0.0.1', SENTRY_DSN: sink.dsn, ...env},
		...(preload && {nodeArguments: ['--import', preload]}),
		waitForListening: false,
	});
	t.deepEqual(await service.exited, {code: 1, signal: null});
	return {sink, service};
}

async function occupy(t: ExecutionContext): Promise<number> {
	const holder = net.createServer().listen(0, '127.0.0.1');
	await once(holder, 'listening');
	t.teardown(() => holder.close());
	return (holder.address() as AddressInfo).port;
}

const tells = anyTest.macro({
	async exec(t, failing: (t: ExecutionContext) => Failing | Promise<Failing>, reason: RegExp, type: string) {
		const {sink, service} = await fail(t, await failing(t));
		t.is(sink.events.length, 1);
		const [event] = sink.events;
		t.is(event!.level, 'fatal');
		const exceptions = event!.exception!.values!;
		t.true(
			exceptions.some(({value}) => reason.test(value ?? '')),
			JSON.stringify(exceptions.map(e => e.value)),
		);
		t.is(exceptions.at(-1)!.type, type);
		t.false(exceptions.at(-1)!.mechanism?.handled);
		const lines = service
			.stdout()
			.trim()
			.split('\n')
			.map(line => JSON.parse(line) as Record<string, unknown>);
		t.is(lines.filter(({level}) => level === 'fatal').length, 1, 'one line, and it is JSON');
		t.regex(service.stderr(), reason);
		t.notRegex(service.stderr(), /sentry\.init/i, 'and not what Sentry says of a second start');
	},
	title: (name = '') => `${name}: one fatal event, one line, one sentence for people, exit 1`,
});

test(
	'a setting that is refused',
	tells,
	() => ({env: {PORT: 'http'}}),
	/PORT must be 0-65535/,
	'ConfigError',
);
test(
	'a setting that is missing',
	tells,
	() => ({env: {ALLOWED_HOSTS: ''}}),
	/ALLOWED_HOSTS must be set/,
	'ConfigError',
);
test(
	'a port that is taken',
	tells,
	async t => ({env: {PORT: String(await occupy(t))}}),
	/EADDRINUSE|cannot listen on port/,
	'Error',
);
test(
	'a port for metrics that is taken',
	tells,
	async t => ({
		env: {
			OTEL_METRICS_EXPORTER: 'prometheus',
			OTEL_EXPORTER_PROMETHEUS_HOST: '127.0.0.1',
			OTEL_EXPORTER_PROMETHEUS_PORT: String(await occupy(t)),
		},
	}),
	/cannot listen on port \d+ for metrics|EADDRINUSE/,
	'Error',
);
test(
	'an import that throws',
	tells,
	() => ({preload: './test/service/_throwing-import.ts'}),
	/This import fails on purpose/,
	'Error',
);
test(
	'an import that throws what is no text',
	tells,
	() => ({preload: './test/service/_hostile-import.ts'}),
	/An object without keys/,
	'NonErrorThrown',
);
test(
	'a failure beside the start',
	tells,
	() => ({preload: './test/service/_late-throw.ts'}),
	/This fails beside the start/,
	'Error',
);

test('people are told which file is no code', async t => {
	const {service} = await fail(t, {preload: './test/service/_unreadable-import.ts'});
	t.regex(service.stderr(), /^file:\S+\/service\/app\.ts:1\nUnexpected token/);
});

test('a Sentry that is away does not keep a failed start from its exit 1', async t => {
	const service = await startService({
		env: {SENTRY_DSN: 'http://public@127.0.0.1:9/1', PORT: 'http'},
		waitForListening: false,
	});
	t.deepEqual(await service.exited, {code: 1, signal: null});
});

test('a Sentry that hangs does not hold up the end of a failed start', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	sink.behave('hang');
	const service = await startService({
		env: {SENTRY_DSN: sink.dsn, PORT: 'http'},
		waitForListening: false,
	});
	t.deepEqual(await service.exited, {code: 1, signal: null});
});

test('a signal does not make a success of a start that has failed', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	sink.behave('hang');
	const service = await startService({
		env: {SENTRY_DSN: sink.dsn, PORT: 'http'},
		waitForListening: false,
	});
	await sink.request();
	service.kill('SIGTERM');
	t.deepEqual(await service.exited, {code: 1, signal: null});
});

test('a secret in a setting that is refused is nowhere', async t => {
	const {sink, service} = await fail(t, {
		env: {
			CATALOG_URL: 'https:/user:swordfish@catalog',
			AUTH_JWKS_URL: 'user:swordfish@keys',
			SENTRY_DNS: 'swordfish',
			OTEL_RESOURCE_ATTRIBUTES: 'team=%zz,api.token=swordfish',
			SENTRY_LOGS: 'password: swordfish',
		},
	});
	t.false((service.stdout() + service.stderr() + sink.text()).includes('swordfish'));
});
