import test from 'ava';
import {runToExit} from '../run-to-exit.ts';
import {startService} from '../service.ts';

const entry = 'test/kit/tests/_fixture-service.ts';

test('waits until the service listens, and gives its address', async t => {
	const service = await startService({entry});
	t.teardown(service.stop);
	const response = await fetch(`${service.url}/livez`);
	t.is(response.status, 200);
	t.is(service.url, `http://127.0.0.1:${service.port}`);
	t.notThrows(() => process.kill(service.pid, 0));
});

test('gives the service its defaults for tests and what it is told, nothing of the test process', async t => {
	const service = await startService({entry, env: {SENTRY_RELEASE: '1'}});
	t.teardown(service.stop);
	const {environment} = (await (await fetch(service.url)).json()) as {environment: string[]};
	t.deepEqual(environment, [
		'HOST',
		'NODE_COMPILE_CACHE',
		'OVERLOAD_EVENT_LOOP_DELAY_MS',
		'PATH',
		'PORT',
		'SENTRY_RELEASE',
	]);
});

test('reads its log', async t => {
	const service = await startService({entry});
	t.teardown(service.stop);
	const waiting = service.line(({path}) => path === '/later');
	await fetch(`${service.url}/later`);
	t.deepEqual(await waiting, {msg: 'request', path: '/later'});
	t.deepEqual(
		service.lines.map(({msg}) => msg),
		['listening', 'request'],
	);
	t.true(service.stdout().startsWith('not JSON\n'));
});

test('stop ends it gracefully, with its last words read, and can be repeated', async t => {
	const service = await startService({entry});
	t.deepEqual(await service.stop(), {code: 0, signal: null});
	t.is(service.lines.at(-1)!['msg'], 'stopped');
	t.deepEqual(await service.stop(), {code: 0, signal: null});
	await t.throwsAsync(
		service.line(() => false),
		{message: /No log line matched before it ended/},
	);
});

test('kill sends any signal', async t => {
	const service = await startService({entry});
	service.kill('SIGKILL');
	t.deepEqual(await service.exited, {code: null, signal: 'SIGKILL'});
});

test('passes arguments to Node itself', async t => {
	const service = await startService({
		entry,
		nodeArguments: ['--trace-warnings', '--input-type=module'],
	}).catch(String);
	t.regex(String(service), /did not start.+--input-type/s);
});

test('says what the service wrote when it does not start', async t => {
	const error = await t.throwsAsync(startService({entry, env: {MODE: 'exit'}}));
	t.regex(error!.message, /did not start \(exit code 1, signal null\)/);
	t.regex(error!.message, /stderr:\nPORT must be 0-65535, got "http"/);
});

test('need not wait for it to listen', async t => {
	const service = await startService({entry, env: {MODE: 'exit'}, waitForListening: false});
	t.deepEqual(await service.exited, {code: 1, signal: null});
});

test('runs a process to its end', async t => {
	const {code, stdout, stderr} = await runToExit({entry, env: {MODE: 'exit'}});
	t.deepEqual({code, stdout, stderr}, {code: 1, stdout: '', stderr: 'PORT must be 0-65535, got "http"\n'});
});

test('ends a process that does not end by itself, and says so', async t => {
	const running = runToExit({entry, env: {HOST: '127.0.0.1', PORT: '0'}, timeoutMs: 2000});
	await t.throwsAsync(running, {message: /still ran after 2000 ms\nnot JSON\n/});
});
