import type {Metric, Source} from './schema-types.ts';

type Row = [
	name: string,
	instrument: Metric['instrument'],
	unit: string,
	labels: readonly string[],
	when: string,
	meaning: string,
];

function metrics(source: Source, rows: readonly Row[]): Metric[] {
	return rows.map(([name, instrument, unit, labels, when, meaning]) => ({
		name,
		instrument,
		unit,
		labels,
		when,
		meaning,
		source,
	}));
}

const server = ['http.request.method', 'url.scheme', 'http.route', 'http.response.status_code', 'error.type'];
const client = [
	'http.request.method',
	'url.scheme',
	'server.address',
	'server.port',
	'http.response.status_code',
	'network.protocol.version',
	'error.type',
];
const delay = ['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99'];
const space = ['v8js.heap.space.name'];

/** With `OTEL_METRICS_EXPORTER`. A label never holds a path or a host that a caller chose. */
export const allMetrics: readonly Metric[] = [
	...metrics('OpenTelemetry', [
		[
			'http.server.request.duration',
			'histogram',
			's',
			server,
			'always',
			'requests answered, and how long it took',
		],
		['http.server.active_requests', 'sum', '{request}', server.slice(0, 2), 'always', 'requests under way'],
		['http.client.request.duration', 'histogram', 's', client, 'a call was made', 'calls to other services'],
		[
			'otel.sdk.exporter.span.exported',
			'sum',
			'{span}',
			['error.type'],
			'always',
			'spans delivered; with `error.type` those given up, and why',
		],
		['otel.sdk.exporter.span.inflight', 'sum', '{span}', [], 'always', 'spans that wait for their delivery'],
		[
			'nodejs.eventloop.utilization',
			'gauge',
			'1',
			[],
			'always',
			'share of the time that the event loop was busy',
		],
		[
			'nodejs.eventloop.time',
			'sum',
			's',
			['nodejs.eventloop.state'],
			'always',
			'time that it was active or idle',
		],
		...delay.map(
			(name): Row => [
				`nodejs.eventloop.delay.${name}`,
				'gauge',
				's',
				[],
				'always',
				'delay of the event loop',
			],
		),
		[
			'v8js.gc.duration',
			'histogram',
			's',
			['v8js.gc.type'],
			'garbage was collected',
			'pauses by kind of collection',
		],
		['v8js.memory.heap.space.size', 'sum', 'By', space, 'always', 'heap reserved'],
		['v8js.memory.heap.used', 'gauge', 'By', space, 'always', 'heap in use'],
		['v8js.memory.heap.space.available_size', 'gauge', 'By', space, 'always', 'heap free'],
		['v8js.memory.heap.space.physical_size', 'gauge', 'By', space, 'always', 'heap in memory'],
		[
			'v8js.resource.active',
			'gauge',
			'{resource}',
			['v8js.resource.type'],
			'always',
			'what keeps the process alive: sockets, timers',
		],
	]),
	...metrics('ours', [
		['app.events.sent', 'sum', '{event}', [], 'always', 'events that Sentry has taken'],
		['app.events.waiting', 'sum', '{event}', [], 'always', 'events that wait for Sentry'],
		[
			'app.events.dropped',
			'sum',
			'{event}',
			['error.type'],
			'an event was given up',
			'and why; `send_error`: Sentry refused it',
		],
		['app.events.suppressed', 'sum', '{event}', ['app.failure'], 'an event was over its budget', 'kept back'],
		[
			'app.logs.suppressed',
			'sum',
			'{log_record}',
			['app.log.level'],
			'a log line was over its budget',
			'kept from Sentry',
		],
		['app.requests.shed', 'sum', '{request}', [], 'a request was turned away', 'overloaded: 503'],
		[
			'app.requests.refused',
			'sum',
			'{request}',
			['http.response.status_code'],
			'the parser refused one',
			'not HTTP, too large or too slow',
		],
	]),
];
