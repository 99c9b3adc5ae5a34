import {getOtlpTracesEndpoint} from '@sentry/node';
import test from 'ava';
import {defaultOf} from '../../config/load-config.ts';
import {settings} from '../../config/settings/settings.ts';
import {readText, readYaml} from './_ops-files.ts';

type Components = Record<string, unknown>;

interface CollectorFile {
	receivers: Components;
	processors: {tail_sampling: {decision_wait: string}} & Components;
	exporters: {'otlp_http/sentry': {traces_endpoint: string; headers: Record<string, string>}};
	extensions: Components;
	service: {
		extensions: string[];
		pipelines: {traces: {receivers: string[]; processors: string[]; exporters: string[]}};
	};
}

const file = 'ops/collector.yaml';
const collector = readYaml<CollectorFile>(file);
const {traces} = collector.service.pipelines;
const exporter = collector.exporters['otlp_http/sentry'];

test('every component that is configured is used', t => {
	t.deepEqual(Object.keys(collector.receivers), traces.receivers);
	t.deepEqual(Object.keys(collector.processors), traces.processors);
	t.deepEqual(Object.keys(collector.exporters), traces.exporters);
	t.deepEqual(Object.keys(collector.extensions), collector.service.extensions);
});

test('a trace is judged after its slowest request has ended', t => {
	const waitSeconds = Number.parseInt(collector.processors.tail_sampling.decision_wait, 10);

	t.true(waitSeconds * 1000 > Number(defaultOf(settings.REQUEST_TIMEOUT_MS, 'production')));
});

test('Sentry is addressed and authorised as by its own SDK', t => {
	const {url, headers} = getOtlpTracesEndpoint('https://KEY@HOST/PROJECT')!;
	const sent = Object.entries(exporter.headers).map(([name, value]) => [
		name,
		value.replace(/\$\{env:SENTRY_PUBLIC_KEY\}/, 'KEY'),
	]);

	t.deepEqual(Object.fromEntries(sent), headers);
	t.regex(exporter.traces_endpoint, /^\$\{env:SENTRY_OTLP_TRACES_URL\}$/);
	t.true(readText(file).includes(` ${url}\n`));
});

test('the collector reads no variable that its heading leaves out', t => {
	const [heading] = readText(file).split('\n\n');
	const read = [...readText(file).matchAll(/\$\{env:(\w+)/g)].map(([, name]) => name!);

	t.true(read.length > 0);
	t.deepEqual(
		read.filter(name => !new RegExp(`^# .*\\b${name}\\b`, 'm').test(heading!)),
		[],
	);
});
