import test from 'ava';
import {loadNodeSdk} from '../../../observability/spans/load-node-sdk.ts';

test('NodeSDK starts with what it is handed, without the exporters it would bring', async t => {
	const {NodeSDK} = await loadNodeSdk();
	const sdk = new NodeSDK({
		autoDetectResources: false,
		spanProcessors: [],
		metricReaders: [],
		logRecordProcessors: [],
	});
	t.notThrows(() => sdk.start());
	await t.notThrowsAsync(sdk.shutdown());
});

test('an exporter that was left out says so when NodeSDK builds it', async t => {
	const {NodeSDK} = await loadNodeSdk();
	t.teardown(() => {
		delete process.env['OTEL_TRACES_EXPORTER'];
	});
	process.env['OTEL_TRACES_EXPORTER'] = 'otlp';
	const sdk = new NodeSDK({autoDetectResources: false, metricReaders: [], logRecordProcessors: []});
	t.throws(() => sdk.start(), {message: /OTLPTraceExporter is not loaded/});
});
