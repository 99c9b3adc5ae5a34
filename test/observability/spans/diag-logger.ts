import test from 'ava';
import {startService} from '../../kit/service.ts';

test('what OpenTelemetry says of itself is JSON lines of our log, as OTEL_LOG_LEVEL asks', async t => {
	const service = await startService({
		env: {NODE_ENV: 'production', ALLOWED_HOSTS: '*', OTEL_LOG_LEVEL: 'DEBUG', LOG_LEVEL: 'trace'},
	});
	await fetch(`${service.url}/quotes/tea`);
	t.is((await service.stop()).code, 0);
	for (const line of service.stdout().trim().split('\n')) t.notThrows(() => JSON.parse(line), line);
	t.true(service.lines.some(({component}) => component === 'opentelemetry'));
});

test('a variable of OpenTelemetry that is not served is said, and does nothing', async t => {
	const service = await startService({env: {OTEL_SDK_DISABLED: 'true'}});
	const {headers} = await fetch(`${service.url}/debug/delay/0`);
	t.regex(headers.get('traceresponse') ?? '', /^00-(?!0{32})\w{32}-/);
	await service.stop();
	t.true(service.lines.some(({msg}) => /^OTEL_SDK_DISABLED is not served/.test(String(msg))));
});

test('what OpenTelemetry says of a variable of its own for metrics is said in the log', async t => {
	const service = await startService({
		env: {OTEL_METRICS_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'collector'},
	});
	t.teardown(service.stop);
	const {component} = await service.line(({msg}) => /Could not parse .*'collector'/.test(String(msg)));
	t.is(component, 'opentelemetry');
});
