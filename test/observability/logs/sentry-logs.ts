import type {ExecutionContext} from 'ava';
import test from 'ava';
import type {Service, ServiceOptions} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';

interface Log {
	body: string;
	level: string;
	trace_id: string;
	span_id?: string;
	attributes: Record<string, {value: unknown; type: string}>;
}

/** The logs that arrived so far. */
const logsOf = ({items}: Sink) =>
	items.filter(({type}) => type === 'log').flatMap(({payload}) => (payload as {items: Log[]}).items);

const valuesOf = ({attributes}: Log) =>
	Object.fromEntries(Object.entries(attributes).map(([name, {value}]) => [name, value]));

async function start(
	t: ExecutionContext,
	env: Record<string, string> = {},
	options: ServiceOptions = {},
): Promise<{sink: Sink; service: Service}> {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({
		entry: 'test/observability/logs/_logging-service.ts',
		env: {
			SENTRY_DSN: sink.dsn,
			USER_ID_HEADER: 'x-user-id',
			TRUST_PROXY: 'loopback',
			SENTRY_ENVIRONMENT: 'staging',
			...env,
		},
		...options,
	});
	t.teardown(service.stop);
	return {sink, service};
}

for (const pii of [false, true]) {
	test.serial(
		`a line of a request is a log of its trace, ${pii ? 'with' : 'without'} personal data`,
		async t => {
			const {sink, service} = await start(t, {
				SENTRY_SEND_DEFAULT_PII: String(pii),
				SENTRY_RELEASE: 'shop@1',
			});
			const ids = Array.from({length: 20}, (_, index) => `r${index}`);
			const traces = await Promise.all(
				ids.map(async id => {
					const {headers} = await fetch(`${service.url}/say/${id}`, {headers: {'x-user-id': `u-${id}`}});
					return headers.get('traceresponse')!.split('-');
				}),
			);
			await service.stop();
			const logs = logsOf(sink);
			for (const [index, id] of ids.entries()) {
				const [, traceId, spanId] = traces[index]!;
				const own = logs.filter(({trace_id}) => trace_id === traceId);
				t.is(own.length, 1);
				t.like(own[0], {body: `of ${id}`, level: 'warn', span_id: spanId!});
				t.like(valuesOf(own[0]!), {
					id,
					'user.id': `u-${id}`,
					'sentry.release': 'shop@1',
					'sentry.environment': 'staging',
					'sentry.trace.parent_span_id': spanId,
					order: '{"sku":"tea","password":"[Filtered]"}',
					email: pii ? 'ada@planted.example' : undefined,
				});
			}
			t.false((pii ? /planted-/ : /planted/).test(sink.text()));
		},
	);
}

test.serial(
	'every place is heard: start, outside of requests, stop; and an error says what it is',
	async t => {
		const {sink, service} = await start(t, {SENTRY_LOGS: 'info'});
		service.kill('SIGUSR1');
		await service.line(({msg}) => msg === 'outside');
		await fetch(`${service.url}/say/error`);
		await service.stop();
		const logs = logsOf(sink);
		t.deepEqual(
			logs.map(({body}) => body),
			[
				'at the start',
				'listening',
				'outside',
				'too quiet',
				'of error',
				'went wrong',
				'at the stop',
				'stopping',
			],
		);
		const trace = logs.find(({body}) => body === 'of error')!.trace_id;
		for (const log of logs) {
			const isOfRequest = ['too quiet', 'of error', 'went wrong'].includes(log.body);
			t.is(log.trace_id === trace, isOfRequest, log.body);
			t.is(log.span_id !== undefined, isOfRequest, log.body);
		}
		const wrong = valuesOf(logs.find(({body}) => body === 'went wrong')!);
		t.like(wrong, {
			'exception.type': 'Error',
			'exception.message': 'planted, password=[Filtered]',
			'error.type': 'E_CODE',
		});
		t.regex(String(wrong['exception.stacktrace']), /_logging-service\.ts/);
	},
);

test.serial('what was said before a crash is there', async t => {
	const {sink, service} = await start(t, {}, {entry: 'service/main.ts'});
	await fetch(`${service.url}/debug/crash`);
	await service.exited;
	t.true(logsOf(sink).some(({level}) => level === 'fatal'));
});

test.serial('off is off', async t => {
	const {sink, service} = await start(t, {SENTRY_LOGS: 'off'});
	await fetch(`${service.url}/say/error`);
	await service.stop();
	t.deepEqual(logsOf(sink), []);
});

test.serial('Spotlight has them without a DSN', async t => {
	const {sink, service} = await start(t, {SENTRY_DSN: ''});
	await fetch(`${service.url}/say/error`);
	await service.stop();
	t.is(sink.requests.length, 0);
	const shown = await start(t, {SENTRY_DSN: '', SENTRY_SPOTLIGHT: sink.url});
	await fetch(`${shown.service.url}/say/error`);
	await shown.service.stop();
	t.true(logsOf(sink).some(({body}) => body === 'went wrong'));
});

test.serial('a level has so many a minute; the next log, a line and a metric count the rest', async t => {
	const metrics = await startSink();
	t.teardown(metrics.close);
	const {sink, service} = await start(
		t,
		{
			SENTRY_LOGS_LIMIT_PER_MINUTE: '5',
			OTEL_METRICS_EXPORTER: 'otlp',
			OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${metrics.url}/v1/metrics`,
		},
		{nodeArguments: ['--import', './test/observability/schema/_skip-minute.ts']},
	);
	// One was said at the start.
	await fetch(`${service.url}/flood/12`);
	await fetch(`${service.url}/say/error`);
	service.kill('SIGUSR2');
	while (!service.stderr().includes('a minute passed')) await new Promise(resolve => setTimeout(resolve, 5));
	await fetch(`${service.url}/flood/1`);
	await service.stop();
	const flood = logsOf(sink).filter(({body}) => body === 'flood');
	t.deepEqual(
		flood.map(log => valuesOf(log)['line']),
		[0, 1, 2, 3, 0],
	);
	t.is(valuesOf(flood.at(-1)!)['suppressed'], 9);
	t.true(
		logsOf(sink).some(({body}) => body === 'went wrong'),
		'an error has a budget of its own',
	);
	const told = service.lines.filter(({msg}) => msg === 'log lines not sent to Sentry: over their budget');
	t.like(told, [{of_level: 'warn', lines: 9}]);
	const counted = metrics.metrics.findLast(({name}) => name === 'app.logs.suppressed');
	t.like(counted?.points[0], {value: 9, attributes: {'app.log.level': 'warn'}});
});

test.serial('they wait while Sentry is away, apart from events, and what is lost is told', async t => {
	const {sink, service} = await start(t);
	sink.behave({status: 503, headers: {'retry-after': '1'}}, {only: 'envelope', times: 1});
	await fetch(`${service.url}/say/error`);
	await service.line(({msg, signal}) => msg === 'telemetry is taken again' && signal === 'logs');
	t.true(logsOf(sink).some(({body}) => body === 'went wrong'));
	sink.behave({status: 413}, {only: 'envelope'});
	await fetch(`${service.url}/flood/3`);
	await service.stop();
	const told = service.lines.filter(({msg, signal}) => msg === 'telemetry dropped' && signal === 'logs');
	t.is(told[0]?.['detail'], 'status 413');
	t.true(Number(told[0]?.['items']) >= 3);
});
