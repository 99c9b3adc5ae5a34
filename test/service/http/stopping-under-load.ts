import type {ExecutionContext} from 'ava';
import test from 'ava';
import type {Client} from '../../kit/client.ts';
import {createHttpClient} from '../../kit/client.ts';
import {createH2cClient} from '../../kit/client-h2c.ts';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';

interface Load {
	/** Trace ids of the requests that were answered, as the service named them. */
	traces: string[];
	statuses: Set<number>;
	/** What went wrong for those that were not. */
	failures: string[];
	/** Callers at work. */
	callers: Promise<void>[];
}

async function start(t: ExecutionContext, env: Record<string, string>) {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({env: {SENTRY_DSN: sink.dsn, DEBUG_ROUTES: 'true', ...env}});
	t.teardown(service.stop);
	const load: Load = {traces: [], statuses: new Set(), failures: [], callers: []};
	return {sink, service, load};
}

/** Ask for one thing after another until nobody listens any more. */
async function call(load: Load, connect: () => Client, path: string): Promise<void> {
	let client = connect();
	for (;;) {
		try {
			const {status, headers} = await client.get(path);
			load.statuses.add(status);
			load.traces.push(String(headers['traceresponse']).split('-')[1]!);
		} catch (error) {
			// HTTP/2 wraps what happened to the connection.
			const {code} = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
			load.failures.push(String(code));
			await client.close();
			if (code === 'ECONNREFUSED' || load.failures.length > 1000) return;
			client = connect();
		}
	}
}

function callers(load: Load, count: number, connect: () => Client, path: string): void {
	for (let index = 0; index < count; index++) load.callers.push(call(load, connect, path));
}

test.serial(
	'across a SIGTERM under load, each request that was answered has its span, and no other',
	async t => {
		const {sink, service, load} = await start(t, {SHUTDOWN_DELAY_MS: '400'});
		const keepAlive = () => createHttpClient(service.port);
		callers(load, 6, keepAlive, '/debug/status/200?quantity=2');
		callers(load, 4, keepAlive, '/debug/delay/150');
		callers(load, 2, keepAlive, '/debug/delay/700');
		await service.line(({msg}) => msg === 'listening');
		while (load.traces.length < 100) await new Promise(resolve => setTimeout(resolve, 5));

		service.kill('SIGTERM');
		await service.line(({msg}) => msg === 'stopping');
		const probe = createHttpClient(service.port);
		t.is((await probe.get('/readyz')).status, 503);
		const late = await createHttpClient(service.port).get('/debug/status/200');
		t.is(late.status, 200, 'a new connection is still served');
		t.is(late.headers.connection, 'close');
		load.traces.push(String(late.headers['traceresponse']).split('-')[1]!);

		t.deepEqual(await service.exited, {code: 0, signal: null});
		await Promise.all(load.callers);
		t.deepEqual([...load.statuses], [200]);
		t.deepEqual(sink.spans.map(({traceId}) => traceId).sort(), load.traces.sort());
		t.deepEqual(sink.events, []);
		t.log(`${load.traces.length} answered, ${sink.spans.length} spans; not taken: ${load.failures}`);
	},
);

test.serial('an HTTP/2 caller under load is told to go, and loses no answer and no span', async t => {
	const {sink, service, load} = await start(t, {HTTP2: 'true', SHUTDOWN_DELAY_MS: '300'});
	const connect = () => createH2cClient(service.port);
	callers(load, 3, connect, '/debug/status/200?quantity=2');
	callers(load, 2, connect, '/debug/delay/500');
	while (load.traces.length < 50) await new Promise(resolve => setTimeout(resolve, 5));

	service.kill('SIGTERM');
	t.deepEqual(await service.exited, {code: 0, signal: null});
	await Promise.all(load.callers);
	t.deepEqual([...load.statuses], [200]);
	t.deepEqual(sink.spans.map(({traceId}) => traceId).sort(), load.traces.sort());
	t.log(`${load.traces.length} answered, ${sink.spans.length} spans; not taken: ${load.failures}`);
});
