import {getOtlpTracesEndpoint} from '@sentry/node';
import test from 'ava';
import {defaultOf} from '../../config/load-config.ts';
import {settings} from '../../config/settings/settings.ts';
import {problems} from '../../service/problems/problems.ts';
import {readText, readYaml} from './_ops-files.ts';

type Components = Record<string, unknown>;

interface CollectorFile {
	receivers: Components;
	processors: Components;
	exporters: Components;
	extensions: Components & {file_storage: {max_size: number}};
	service: {
		extensions: string[];
		pipelines: {traces: {receivers: string[]; processors: string[]; exporters: string[]}};
	};
}

interface Exporter {
	timeout: string;
	retry_on_failure: {max_elapsed_time: number};
	sending_queue: {storage: string; queue_size: number};
}

interface Gateway extends CollectorFile {
	receivers: {otlp: {protocols: {grpc: {endpoint: string}}}};
	processors: Components & {tail_sampling: {decision_wait: string}};
	exporters: {'otlp_http/sentry': Exporter & {traces_endpoint: string; headers: Record<string, string>}};
}

interface Agent extends CollectorFile {
	exporters: {
		load_balancing: Exporter & {
			routing_key: string;
			resolver: {dns: {port: string}};
			protocol: {otlp: {sending_queue: {enabled: boolean}; retry_on_failure: {max_elapsed_time: string}}};
		};
	};
}

const gatewayFile = 'ops/collector/gateway.yaml';
const agentFile = 'ops/collector/agent.yaml';
const gateway = readYaml<Gateway>(gatewayFile);
const agent = readYaml<Agent>(agentFile);
const toSentry = gateway.exporters['otlp_http/sentry'];
const toGateways = agent.exporters.load_balancing;

for (const [file, collector, exporter] of [
	[gatewayFile, gateway, toSentry],
	[agentFile, agent, toGateways],
] as const) {
	test(`${file} uses every component that it configures`, t => {
		const {traces} = collector.service.pipelines;

		t.deepEqual(Object.keys(collector.receivers), traces.receivers);
		t.deepEqual(Object.keys(collector.processors), traces.processors);
		t.deepEqual(Object.keys(collector.exporters), traces.exporters);
		t.deepEqual(Object.keys(collector.extensions), collector.service.extensions);
	});

	test(`${file} keeps what waits on a disk with room for it, and never gives it up`, t => {
		t.is(exporter.sending_queue.storage, 'file_storage');
		t.is(exporter.retry_on_failure.max_elapsed_time, 0);
		t.true(collector.extensions.file_storage.max_size > exporter.sending_queue.queue_size);
	});

	test(`${file} reads no variable that its heading leaves out`, t => {
		const [heading] = readText(file).split('\n\n');
		const read = [...readText(file).matchAll(/\$\{env:(\w+)/g)].map(([, name]) => name!);

		t.true(read.length > 0);
		t.deepEqual(
			read.filter(name => !new RegExp(`^# .*\\b${name}\\b`, 'm').test(heading!)),
			[],
		);
	});
}

test('a trace is judged after its slowest request has ended', t => {
	const waitSeconds = Number.parseInt(gateway.processors.tail_sampling.decision_wait, 10);

	t.true(waitSeconds * 1000 > Number(defaultOf(settings.REQUEST_TIMEOUT_MS, 'production')));
});

test('Sentry is addressed and authorised as by its own SDK', t => {
	const {url, headers} = getOtlpTracesEndpoint('https://KEY@HOST/PROJECT')!;
	const sent = Object.entries(toSentry.headers).map(([name, value]) => [
		name,
		value.replace(/\$\{env:SENTRY_PUBLIC_KEY\}/, 'KEY'),
	]);

	t.deepEqual(Object.fromEntries(sent), headers);
	t.regex(toSentry.traces_endpoint, /^\$\{env:SENTRY_OTLP_TRACES_URL\}$/);
	t.true(readText(gatewayFile).includes(` ${url}\n`));
});

test('agents send all spans of a trace to the port where gateways listen', t => {
	t.is(toGateways.routing_key, 'traceID');
	t.true(gateway.receivers.otlp.protocols.grpc.endpoint.endsWith(`:${toGateways.resolver.dns.port}`));
});

test('an agent holds spans nowhere but on its disk, and its tries end before the batch’s own limit', t => {
	const {otlp} = toGateways.protocol;

	t.false(otlp.sending_queue.enabled);
	t.true(Number.parseInt(otlp.retry_on_failure.max_elapsed_time, 10) > 0);
	t.true(
		Number.parseInt(toGateways.timeout, 10) > Number.parseInt(otlp.retry_on_failure.max_elapsed_time, 10),
	);
});

test('a trace of what is reported without a failure is found by the statuses and the route that the service has', t => {
	const text = readText(gatewayFile);
	const route = /span\.attributes\["http\.route"\] == "([^"]+)"/.exec(text)![1]!;

	t.true(readText('service/routes.ts').includes(`'${route}'`));
	for (const failure of ['not-found', 'static-file-missing', 'disallowed-host']) {
		t.true(text.includes(`["http.response.status_code"] == ${problems[failure]!.status}`), failure);
	}
});
