import test from 'ava';
import {findFreePort, untilTaken} from '../../../scripts/port.ts';
import type {Service, ServiceOptions} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';

const production = {
	NODE_ENV: 'production',
	ALLOWED_HOSTS: '127.0.0.1',
	DEBUG_ROUTES: 'true',
	SHUTDOWN_DELAY_MS: '0',
};

/** Every line of stdout, parsed. @throws {SyntaxError} When one is no JSON. */
const linesOf = (service: Service) =>
	service
		.stdout()
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as Record<string, unknown>);

async function start(t: {teardown(fn: () => unknown): void}, options: ServiceOptions): Promise<Service> {
	const service = await startService(options);
	t.teardown(service.stop);
	return service;
}

test.serial('in production every line is one JSON object, from the start to the stop', async t => {
	const service = await start(t, {env: {...production, SENTRY_DEBUG: 'true'}});
	await fetch(`${service.url}/debug/sentry`);
	await fetch(`${service.url}/debug/status/404?line=%0Abreak`);
	await service.stop();
	const lines = linesOf(service);
	t.true(lines.every(line => typeof line === 'object' && !Array.isArray(line)));
	t.true(lines.some(({msg}) => msg === 'listening'));
	t.true(lines.some(({msg}) => msg === 'stopping'));
	t.is(service.stderr(), '');
});

for (const LOG_LEVEL of ['warn', 'fatal']) {
	test.serial(`where it listens is said with LOG_LEVEL=${LOG_LEVEL}, and no other information`, async t => {
		const service = await start(t, {env: {...production, LOG_LEVEL, ACCESS_LOG: 'all'}});
		await fetch(`${service.url}/quotes/tea`);
		await service.stop();
		const informed = linesOf(service).filter(({level}) => level === 'info');
		t.deepEqual(
			informed.map(({msg}) => msg),
			['listening'],
		);
	});
}

test.serial('silence is silence', async t => {
	const PORT = String(await findFreePort());
	const service = await start(t, {env: {...production, LOG_LEVEL: 'silent', PORT}, waitForListening: false});
	await untilTaken(Number(PORT), '127.0.0.1', AbortSignal.timeout(60_000));
	await service.stop();
	t.is(service.stdout(), '');
});

test.serial('and through a crash', async t => {
	const service = await start(t, {env: production});
	await fetch(`${service.url}/debug/crash`);
	t.is((await service.exited).code, 1);
	t.is(linesOf(service).at(-1)!['level'], 'fatal');
	t.is(service.stderr(), '');
});

test.serial('a line of a request has its trace, span and request id', async t => {
	const service = await start(t, {env: production});
	const response = await fetch(`${service.url}/debug/sentry`);
	const [, trace_id, span_id] = response.headers.get('traceresponse')!.split('-');
	const request_id = response.headers.get('x-request-id');
	const line = await service.line(({failure}) => failure === 'unexpected');
	t.like(line, {trace_id, span_id, request_id, level: 'error', msg: 'This failure is on purpose'});
	t.regex(String(line['time']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
	t.like(await service.line(({msg}) => msg === 'request'), {trace_id, span_id, request_id, status: 500});
});

test.serial('lines are JSON while developing too, when nobody looks', async t => {
	const service = await start(t, {env: {NODE_ENV: 'development'}});
	await service.stop();
	t.notThrows(() => linesOf(service));
});

test.serial('lines are for people on a developer’s terminal', async t => {
	const nodeArguments = ['--import', 'data:text/javascript,process.stdout.isTTY=true'];
	const service = await start(t, {env: {NODE_ENV: 'development'}, nodeArguments, waitForListening: false});
	while (!service.stdout().includes('listening')) await new Promise(resolve => setTimeout(resolve, 20));
	t.throws(() => linesOf(service), {instanceOf: SyntaxError});
	t.regex(service.stdout(), /INFO.*listening/s);
});

test.serial('ACCESS_LOG says which requests make a line', async t => {
	for (const [mode, paths] of [
		['off', []],
		['errors', ['/debug/status/500']],
		['all', ['/debug/status/200', '/debug/status/500']],
	] as const) {
		const service = await start(t, {env: {...production, ACCESS_LOG: mode}});
		await fetch(`${service.url}/livez`);
		await fetch(`${service.url}/debug/status/200`);
		await fetch(`${service.url}/debug/status/500`);
		await service.stop();
		t.deepEqual(
			linesOf(service)
				.filter(({msg}) => msg === 'request')
				.map(({path}) => path),
			[...paths],
		);
	}
});
