import {series} from './series.ts';

interface Panel {
	title: string;
	/** As Grafana names it. */
	unit: string;
	/** PromQL, and the legend of what it gives. */
	queries: readonly [expression: string, legend: string][];
}

const requests = series('http.server.request.duration', '_count');
const buckets = series('http.server.request.duration', '_bucket');
const calls = series('http.client.request.duration', '_count');
const callBuckets = series('http.client.request.duration', '_bucket');
const shed = series('app.requests.shed', '_total');
const refused = series('app.requests.refused', '_total');
const active = series('http.server.active_requests');
const exported = series('otel.sdk.exporter.span.exported', '_total');
const dropped = series('app.events.dropped', '_total');
const suppressed = series('app.events.suppressed', '_total');

const rate = (metric: string, labels = '') => `rate(${metric}{job="$job"${labels}}[$__rate_interval])`;
const quantile = (share: number, metric: string, by: string) =>
	`histogram_quantile(${share}, sum by (le${by}) (${rate(metric)}))`;
const failed = ',http_response_status_code=~"5.."';

const panels: readonly Panel[] = [
	{
		title: 'Requests',
		unit: 'reqps',
		queries: [[`sum by (http_response_status_code) (${rate(requests)})`, '{{http_response_status_code}}']],
	},
	{
		title: 'Failures',
		unit: 'percentunit',
		queries: [[`sum(${rate(requests, failed)}) / sum(${rate(requests)})`, '5xx']],
	},
	{
		title: 'Latency',
		unit: 's',
		queries: [0.5, 0.95, 0.99].map(share => [quantile(share, buckets, ''), `p${share * 100}`]),
	},
	{
		title: 'Latency by route, p95',
		unit: 's',
		queries: [[quantile(0.95, buckets, ', http_route'), '{{http_route}}']],
	},
	{
		title: 'Failures by route',
		unit: 'reqps',
		queries: [[`sum by (http_route) (${rate(requests, failed)})`, '{{http_route}}']],
	},
	{
		title: 'Burn rate of the objectives, 1 h',
		unit: 'none',
		queries: [
			['job:slo_errors:ratio_rate1h{job="$job",slo="availability"} / 0.001', 'availability'],
			['job:slo_errors:ratio_rate1h{job="$job",slo="latency"} / 0.01', 'latency'],
		],
	},
	{
		title: 'Calls to upstreams',
		unit: 'reqps',
		queries: [[`sum by (server_address, error_type) (${rate(calls)})`, '{{server_address}} {{error_type}}']],
	},
	{
		title: 'Latency of upstreams, p95',
		unit: 's',
		queries: [[quantile(0.95, callBuckets, ', server_address'), '{{server_address}}']],
	},
	{
		title: 'Turned away',
		unit: 'reqps',
		queries: [
			[`sum(${rate(shed)})`, 'shed: 503'],
			[
				`sum by (http_response_status_code) (${rate(refused)})`,
				'refused by the parser: {{http_response_status_code}}',
			],
		],
	},
	{
		title: 'Event loop, busy',
		unit: 'percentunit',
		queries: [[`${series('nodejs.eventloop.utilization')}{job="$job"}`, '{{instance}}']],
	},
	{
		title: 'Event loop, late, p99',
		unit: 's',
		queries: [[`${series('nodejs.eventloop.delay.p99')}{job="$job"}`, '{{instance}}']],
	},
	{
		title: 'Requests under way',
		unit: 'none',
		queries: [[`sum by (instance) (${active}{job="$job"})`, '{{instance}}']],
	},
	{
		title: 'Heap',
		unit: 'bytes',
		queries: [[`sum by (instance) (${series('v8js.memory.heap.used')}{job="$job"})`, '{{instance}}']],
	},
	{
		title: 'Telemetry lost',
		unit: 'ops',
		queries: [
			[`sum by (error_type) (${rate(exported, ',error_type!=""')})`, 'spans: {{error_type}}'],
			[`sum by (error_type) (${rate(dropped)})`, 'events: {{error_type}}'],
			[`sum by (app_failure) (${rate(suppressed)})`, 'suppressed: {{app_failure}}'],
		],
	},
	{
		title: 'Telemetry waiting',
		unit: 'none',
		queries: [
			[`sum(${series('otel.sdk.exporter.span.inflight')}{job="$job"})`, 'spans'],
			[`sum(${series('app.events.waiting')}{job="$job"})`, 'events'],
		],
	},
];

const datasource = {type: 'prometheus', uid: '$datasource'};

/** The dashboard of a service, for Grafana to import. */
export function renderDashboard(): string {
	const dashboard = {
		uid: 'koa-service',
		title: 'Service',
		description:
			'Written by `npm run ops` from the table in scripts/ops/dashboard.ts: change that, not this file.',
		tags: ['service'],
		schemaVersion: 41,
		time: {from: 'now-6h', to: 'now'},
		refresh: '1m',
		templating: {
			list: [
				{name: 'datasource', type: 'datasource', query: 'prometheus'},
				{
					name: 'job',
					type: 'query',
					datasource,
					query: {query: `label_values(${requests}, job)`, refId: 'job'},
					refresh: 2,
				},
			],
		},
		panels: panels.map(({title, unit, queries}, index) => ({
			id: index + 1,
			title,
			type: 'timeseries',
			datasource,
			fieldConfig: {defaults: {unit, min: 0}, overrides: []},
			gridPos: {x: (index % 3) * 8, y: Math.floor(index / 3) * 8, w: 8, h: 8},
			targets: queries.map(([expr, legendFormat], query) => ({
				refId: String.fromCharCode(65 + query),
				datasource,
				expr,
				legendFormat,
			})),
		})),
	};
	return `${JSON.stringify(dashboard, undefined, '\t')}\n`;
}
