import {setTimeout as sleep} from 'node:timers/promises';
import {createHttpClient} from '../../kit/client.ts';
import {rawRequest} from '../../kit/client-raw.ts';
import type {LogLine} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';
import {answer, startUpstream} from '../../kit/upstream.ts';

/** What a service said of itself, to its end. */
export interface Said {
	sink: Sink;
	lines: LogLine[];
}

const traced = {
	traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
	tracestate: 'vendor=1',
};

/** `service/main.ts` through every kind of answer and failure that its own routes have, crash included. */
export async function driveService(env: Record<string, string> = {}): Promise<Said> {
	const sink = await startSink();
	const service = await startService({
		nodeArguments: ['--import', './test/observability/schema/_skip-minute.ts'],
		env: {
			SENTRY_DSN: sink.dsn,
			NODE_ENV: 'production',
			ALLOWED_HOSTS: '127.0.0.1',
			DEBUG_ROUTES: 'true',
			ACCESS_LOG: 'all',
			USER_ID_HEADER: 'x-user-id',
			TRUST_PROXY: 'loopback',
			REPORT_LIMIT_PER_MINUTE: '1',
			SENTRY_LOGS_LIMIT_PER_MINUTE: '5',
			REQUEST_TIMEOUT_MS: '500',
			// By which Sentry's SDK knows a cloud.
			AWS_REGION: 'eu-west-1',
			OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${sink.url}/v1/metrics`,
			...env,
		},
	});
	const client = createHttpClient(service.port);
	try {
		await client.get('/debug/status/200?token=hush&page=2', {
			...traced,
			'user-agent': 'probe/1',
			'x-user-id': 'ada',
		});
		await client.request({method: 'HEAD', path: '/openapi.json'});
		await client.request({method: 'POST', path: '/openapi.json'});
		await client.request({method: 'PROPFIND', path: '/openapi.json'});
		for (const path of [
			'/docs',
			'/static/docs.css',
			'/static/none.css',
			'/nowhere',
			'/debug/status/404',
			'/debug/status/x',
		]) {
			await client.get(path, {'x-user-id': 'ada'});
		}
		await client.get('/nowhere', {host: 'evil.example'});
		await client.get('/debug/delay/600');
		await client.get('/debug/sentry', {'x-user-id': 'ada'});
		await client.get('/debug/sentry');
		service.kill('SIGUSR2');
		while (!service.stderr().includes('a minute passed')) await sleep(5);
		await client.get('/debug/sentry?password=hush');
		await client.get('/debug/status/503', traced);
		await leave(service.url);
		await client.get('/debug/crash');
		await service.exited;
	} finally {
		await client.close();
		await service.stop();
		await sink.close();
	}
	return {sink, lines: service.lines};
}

/** A service that calls another one, through every way that can go. */
export async function driveCalls(env: Record<string, string> = {}): Promise<Said> {
	const [sink, upstream] = await Promise.all([startSink(), startUpstream()]);
	const service = await startService({
		entry: 'test/observability/spans/_relay-service.ts',
		env: {
			SENTRY_DSN: sink.dsn,
			UPSTREAM_URL: upstream.url,
			UPSTREAM_TIMEOUT_MS: '300',
			OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${sink.url}/v1/metrics`,
			...env,
		},
	});
	try {
		await fetch(`${service.url}/relay/a,b`, {headers: traced});
		upstream.next(answer(503));
		await fetch(`${service.url}/relay/a?q=1`);
		upstream.next(answer(500));
		await fetch(`${service.url}/relay/a`);
		upstream.next(
			request => request.socket.resetAndDestroy(),
			() => {},
		);
		await fetch(`${service.url}/relay/a`);
	} finally {
		await service.stop();
		await Promise.all([sink.close(), upstream.close()]);
	}
	return {sink, lines: service.lines};
}

/** A service that has more to do than it can, whose errors Sentry refuses, and whose callers don't speak HTTP. */
export async function driveTrouble(): Promise<Said> {
	const [sink, upstream] = await Promise.all([startSink(), startUpstream()]);
	const service = await startService({
		entry: 'test/observability/spans/_relay-service.ts',
		env: {
			SENTRY_DSN: sink.dsn,
			UPSTREAM_URL: upstream.url,
			OVERLOAD_EVENT_LOOP_DELAY_MS: '5',
			OTEL_METRICS_EXPORTER: 'otlp',
			OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${sink.url}/v1/metrics`,
		},
	});
	try {
		await rawRequest(service.port, 'garbage\r\n\r\n');
		await fail(`${service.url}/fail-after/120?fail`, traced.traceparent.replace(/01$/, '00'));
		let statuses: number[] = [];
		while (!statuses.includes(503)) {
			const answers = await Promise.all(Array.from({length: 20}, () => fetch(`${service.url}/busy`)));
			statuses = answers.map(({status}) => status);
		}
		sink.behave({status: 503, headers: {'retry-after': '1'}}, {only: 'envelope', times: 1});
		await fail(`${service.url}/debug/sentry`);
		await sink.event(({transaction}) => transaction === 'GET /debug/sentry');
		sink.behave({status: 413}, {only: 'envelope'});
		await fail(`${service.url}/debug/sentry`);
		await sink.request(({answered}) => answered === 413);
		sink.behave({status: 413});
		await fail(`${service.url}/debug/sentry`);
		await sink.request(({answered, path}) => answered === 413 && path.includes('/traces'));
		sink.behave('accept');
	} finally {
		await service.stop();
		await Promise.all([sink.close(), upstream.close()]);
	}
	return {sink, lines: service.lines};
}

/** Ask until it fails: while it is still busy it sheds, which is no event. */
async function fail(url: string, traceparent?: string): Promise<void> {
	const headers = traceparent === undefined ? {} : {traceparent};
	while ((await fetch(url, {headers})).status !== 500) await sleep(50);
}

/** A service with jobs, by the clock and from a queue, which end in every way. */
export async function driveJobs(env: Record<string, string> = {}): Promise<Said> {
	const [sink, upstream] = await Promise.all([startSink(), startUpstream()]);
	const working = await startService({
		entry: 'test/service/jobs/_working-service.ts',
		env: {SENTRY_DSN: sink.dsn, UPSTREAM_URL: upstream.url, ...env},
	});
	const scheduled = await startService({
		entry: 'test/service/jobs/_scheduled-service.ts',
		nodeArguments: ['--import', './test/service/jobs/_fast-minutes.ts'],
		env: {SENTRY_DSN: sink.dsn, SHUTDOWN_TIMEOUT_MS: '3000', ...env},
	});
	const run = (kind: string, query: Record<string, string> = {}) =>
		fetch(`${working.url}/run/${kind}?${new URLSearchParams(query)}`);
	try {
		await run('ok', {schedule: '5 * * * *'});
		await run('ok', traced);
		await run('upstream', {schedule: '5 * * * *'});
		await run('error', traced);
		await scheduled.line(({msg}) => String(msg).startsWith('job runs again'));
	} finally {
		await Promise.all([working.stop(), scheduled.stop()]);
		await Promise.all([sink.close(), upstream.close()]);
	}
	return {sink, lines: [...working.lines, ...scheduled.lines]};
}

/** Ask, and hang up before the answer. */
async function leave(url: string): Promise<void> {
	const controller = new AbortController();
	const asked = fetch(`${url}/debug/delay/400`, {signal: controller.signal}).catch(() => {});
	await sleep(100);
	controller.abort();
	await asked;
}
