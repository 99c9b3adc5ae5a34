import {join} from 'node:path';
import type {Evidence} from './gather.ts';

type Command = readonly [string, ...string[]];

/** Somebody else's tool, and what it has to say of us. */
export interface Judge {
	about: string;
	/** What has to be on this machine. */
	tool: string;
	/** Any of these tells that it is: the first that exits with 0. */
	present: readonly Command[];
	/** What it is asked, each a command that must exit with 0. */
	ask: (evidence: Evidence, present: Command) => readonly Command[];
	/** Beside our own environment. */
	env?: (evidence: Evidence) => Record<string, string>;
}

const python = (module: string): Command => ['python3', '-c', `import ${module}`];
const script = (name: string) => new URL(name, import.meta.url).pathname;
const ops = (path: string) => new URL(`../../ops/${path}`, import.meta.url).pathname;

/** In the order of what they look at: what leaves the service, what callers see, what runs around it. */
export const judges: readonly Judge[] = [
	{
		about: 'events, as Sentry’s own reader takes them',
		tool: 'Python’s sentry-relay',
		present: [python('sentry_relay')],
		ask: ({events}) => [['python3', script('events.py'), events]],
	},
	{
		about: 'attributes and metrics, by OpenTelemetry’s conventions',
		tool: '@opentelemetry/semantic-conventions',
		present: [['node', '--version']],
		ask: () => [['node', script('conventions.ts')]],
	},
	{
		about: 'the page of metrics',
		tool: 'promtool',
		present: [['promtool', '--version']],
		ask: ({metrics}) => [['sh', '-c', `promtool check metrics < '${metrics}'`]],
	},
	{
		about: 'OpenAPI description, by the specification',
		tool: 'Python’s openapi-spec-validator',
		present: [python('openapi_spec_validator')],
		ask: ({openapi}) => [['python3', '-m', 'openapi_spec_validator', openapi]],
	},
	{
		about: 'OpenAPI description, by redocly’s recommended rules',
		tool: '@redocly/cli',
		present: [['redocly', '--version']],
		ask: ({openapi}) => [['redocly', 'lint', '--extends', 'recommended', openapi]],
	},
	{
		about: 'answers to made-up requests, by the description',
		tool: 'Python’s schemathesis',
		present: [['schemathesis', '--version']],
		ask: ({url}) => [
			[
				'schemathesis',
				'--config-file',
				script('schemathesis.toml'),
				'run',
				`${url}/openapi.json`,
				'--max-examples',
				'20',
			],
		],
	},
	{
		about: 'Collector’s files',
		tool: 'otelcol-contrib, or otelcol with its components',
		present: [
			['otelcol-contrib', '--version'],
			['otelcol', '--version'],
		],
		ask: (_, [binary]) =>
			['gateway', 'agent'].map(tier => [binary, 'validate', '--config', ops(`collector/${tier}.yaml`)]),
		env: ({folder}) => ({
			GATEWAY_HOST: 'localhost',
			SENTRY_OTLP_TRACES_URL: 'http://127.0.0.1:1/',
			SENTRY_PUBLIC_KEY: 'public',
			QUEUE_DIRECTORY: join(folder, 'queue'),
		}),
	},
	{
		about: 'Prometheus’ rules and their tests',
		tool: 'promtool',
		present: [['promtool', '--version']],
		ask: () => [
			['sh', '-c', `promtool check rules ${ops('prometheus')}/*.rules.yml`],
			['sh', '-c', `promtool test rules ${ops('prometheus')}/tests/*.yml`],
		],
	},
	{
		about: 'Terraform for Sentry, and its tests',
		tool: 'terraform, and its provider jianyuan/sentry',
		present: [['sh', '-c', 'terraform -chdir="$SENTRY_FILES" init -backend=false -input=false']],
		ask: ({sentryFiles}) =>
			['validate', 'test'].map(verb => ['terraform', `-chdir=${sentryFiles}`, verb, '-no-color']),
		env: ({sentryFiles}) => ({SENTRY_FILES: sentryFiles, CHECKPOINT_DISABLE: '1'}),
	},
	{
		about: 'Kubernetes’ manifests',
		tool: 'Python’s kubernetes-validate',
		present: [python('kubernetes_validate')],
		ask: () => [
			[
				'sh',
				'-c',
				`kubernetes-validate --strict ${ops('kubernetes')}/[!k]*.yaml ${ops('collector')}/kubernetes/*.yaml`,
			],
		],
	},
	{
		about: 'Kubernetes’ folders, put together',
		tool: 'kustomize',
		present: [['kustomize', 'version']],
		ask: () => ['kubernetes', 'collector'].map(folder => ['kustomize', 'build', ops(folder)]),
	},
];
