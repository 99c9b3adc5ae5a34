import {ValueType} from '@opentelemetry/api';
import {JsonMetricsSerializer, ProtobufMetricsSerializer} from '@opentelemetry/otlp-transformer';
import {
	AggregationTemporality,
	InMemoryMetricExporter,
	MeterProvider,
	PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import test from 'ava';
import {startSink} from '../sink.ts';
import {resource} from './_fixture-spans.ts';

test('metrics decode equal from protobuf and JSON', async t => {
	const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
	const reader = new PeriodicExportingMetricReader({exporter, exportIntervalMillis: 60_000});
	const provider = new MeterProvider({resource, readers: [reader]});
	t.teardown(() => provider.shutdown());
	const meter = provider.getMeter('http', '1.2.3');
	meter.createCounter('requests', {unit: '{request}', valueType: ValueType.INT}).add(3, {route: '/'});
	meter.createHistogram('duration', {unit: 's', advice: {explicitBucketBoundaries: [0.1, 1]}}).record(0.5);
	meter
		.createObservableGauge('delay', {description: 'Of the loop'})
		.addCallback(result => result.observe(0.25));
	await provider.forceFlush();
	const exported = exporter.getMetrics()[0]!;

	const sink = await startSink();
	t.teardown(sink.close);
	const url = `${sink.url}/v1/metrics`;
	const serializers = {
		'application/x-protobuf': ProtobufMetricsSerializer,
		'application/json': JsonMetricsSerializer,
	};
	for (const [type, serializer] of Object.entries(serializers)) {
		const body = new Uint8Array(serializer.serializeRequest(exported)!);
		t.is((await fetch(url, {method: 'POST', headers: {'content-type': type}, body})).status, 200);
	}
	t.is(sink.metrics.length, 6);
	t.deepEqual(sink.metrics.slice(0, 3), sink.metrics.slice(3));
	const common = {
		resource: {...resource.attributes},
		scope: {name: 'http', version: '1.2.3'},
	};
	t.like(sink.metrics[0], {
		...common,
		name: 'requests',
		unit: '{request}',
		type: 'sum',
		monotonic: true,
		temporality: 2,
	});
	t.like(sink.metrics[0]!.points, [{attributes: {route: '/'}, value: 3}]);
	t.like(sink.metrics[1], {name: 'duration', type: 'histogram'});
	t.like(sink.metrics[1]!.points[0], {
		count: 1,
		sum: 0.5,
		min: 0.5,
		bucketCounts: [0, 1, 0],
		explicitBounds: [0.1, 1],
	});
	t.like(await sink.metric(({name}) => name === 'delay'), {
		type: 'gauge',
		description: 'Of the loop',
		monotonic: false,
	});
	t.is(sink.metrics[2]!.points[0]!.value, 0.25);
});
