import {once} from 'node:events';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {createHttpClient} from '../../kit/client.ts';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';
import {begin} from './_begin.ts';

async function start(t: ExecutionContext, env: Record<string, string> = {}) {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({
		env: {SENTRY_DSN: sink.dsn, DEBUG_ROUTES: 'true', ...env},
		nodeArguments: ['--import', './test/service/http/_crash-on-signal.ts'],
	});
	t.teardown(() => service.kill('SIGKILL'));
	const client = createHttpClient(service.port);
	return {sink, service, client, begin: (path: string) => begin(service.port, path)};
}

const fatal = ({events}: Sink) => events.filter(({level}) => level === 'fatal');

const crashes = test.macro({
	async exec(t, path: string, message: string, protocol: string) {
		const {sink, service, client, begin} = await start(t, {SENTRY_SPAN_PROTOCOL: protocol});
		await client.get('/debug/status/200');
		const cut = await begin('/debug/delay/60000');
		t.is((await client.get(path)).status, 200);
		t.deepEqual(await service.exited, {code: 1, signal: null});
		t.true(cut.destroyed || (await once(cut, 'close').then(() => true)));

		t.is(sink.events.length, 1);
		const [event] = sink.events;
		t.is(event!.level, 'fatal');
		t.is(event!.exception?.values?.at(-1)?.value, message);
		t.false(event!.exception?.values?.at(-1)?.mechanism?.handled);
		if (protocol === 'envelope') {
			t.deepEqual(
				sink.transactions.map(({transaction}) => transaction).sort(),
				['GET /debug/delay/:ms', `GET ${path}`, 'GET /debug/status/:code'].sort(),
			);
			return;
		}
		const spans = new Map(sink.spans.map(span => [span.name, span]));
		t.deepEqual(
			[...spans.keys()].sort(),
			['GET /debug/delay/:ms', `GET ${path}`, 'GET /debug/status/:code'].sort(),
		);
		t.is(spans.get('GET /debug/status/:code')!.status.code, 0);
		const abandoned = spans.get('GET /debug/delay/:ms')!;
		t.is(abandoned.status.code, 2);
		t.is(abandoned.attributes['error.type'], 'crash');
		t.false('http.response.status_code' in abandoned.attributes);
	},
	title: (_, path, _message, protocol) =>
		`GET ${path} is one fatal event, and every request has its span (${protocol})`,
});

test.serial(crashes, '/debug/crash', 'This crash is on purpose', 'otlp');
test.serial(crashes, '/debug/rejection', 'This rejection is on purpose', 'otlp');
test.serial(crashes, '/debug/crash', 'This crash is on purpose', 'envelope');

const rejects = test.macro({
	async exec(t, kind: string, message: RegExp) {
		const {sink, service} = await start(t, {CRASH: kind});
		service.kill('SIGUSR2');
		t.deepEqual(await service.exited, {code: 1, signal: null});
		t.is(sink.events.length, 1);
		t.is(sink.events[0]!.level, 'fatal');
		t.regex(sink.events[0]!.exception?.values?.at(-1)?.value ?? '', message);
	},
	title: (_, kind) => `a rejection with ${kind} is a fatal event too`,
});

test.serial(rejects, 'string', /only a string/);
test.serial(rejects, 'undefined', /undefined/);

test.serial('further errors of a crashing process add no event', async t => {
	const {sink, service} = await start(t, {CRASH: 'twice'});
	sink.behave({delayMs: 300});
	service.kill('SIGUSR2');
	t.deepEqual(await service.exited, {code: 1, signal: null});
	t.deepEqual(
		sink.events.map(({exception}) => exception?.values?.at(-1)?.value),
		['first crash'],
	);
});

test.serial(
	'a crash while Sentry hangs still ends the process within the bound, and says what is lost',
	async t => {
		const {sink, service, client} = await start(t, {SHUTDOWN_TIMEOUT_MS: '2000'});
		sink.behave('hang');
		await client.get('/debug/crash');
		t.deepEqual(await service.exited, {code: 1, signal: null});
		const lost = service.lines.filter(({msg}) => msg === 'telemetry dropped');
		t.deepEqual(lost.map(({signal, items}) => [signal, items]).sort(), [
			['events', 1],
			['logs', 1],
			['reports', 1],
			['spans', 1],
		]);
		await service.line(({level, msg}) => level === 'fatal' && msg === 'This crash is on purpose');
	},
);

test.serial('a crash amid a stop is told, and the process ends with exit 1', async t => {
	const {sink, service, begin} = await start(t);
	await begin('/debug/delay/60000');
	service.kill('SIGTERM');
	await service.line(({msg}) => msg === 'stopping');
	service.kill('SIGUSR2');
	t.deepEqual(await service.exited, {code: 1, signal: null});
	t.is(fatal(sink).length, 1);
});

test.serial('a crash while the last telemetry of a stop leaves is told too', async t => {
	const {sink, service, client} = await start(t);
	await client.get('/debug/status/200');
	sink.behave({delayMs: 700}, {only: 'otlp'});
	service.kill('SIGTERM');
	// The spans are on their way: the listener is closed, and nothing is left to do but to wait for them.
	await sink.request(({path}) => path.includes('otlp'));
	service.kill('SIGUSR2');
	t.deepEqual(await service.exited, {code: 1, signal: null});
	t.is(fatal(sink).length, 1);
});
