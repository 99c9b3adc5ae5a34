import {NodeSDK} from '@opentelemetry/sdk-node';
import {createStackParser, createTransport} from '@sentry/core';
import {NodeClient} from '@sentry/node';
import test from 'ava';

test('NodeSDK starts with what it is handed, without the exporters it would bring', async t => {
	const sdk = new NodeSDK({
		autoDetectResources: false,
		spanProcessors: [],
		metricReaders: [],
		logRecordProcessors: [],
	});
	t.notThrows(() => sdk.start());
	await t.notThrowsAsync(sdk.shutdown());
});

test('an exporter that was left out says so when NodeSDK builds it', t => {
	t.teardown(() => {
		delete process.env['OTEL_TRACES_EXPORTER'];
	});
	process.env['OTEL_TRACES_EXPORTER'] = 'otlp';
	const sdk = new NodeSDK({autoDetectResources: false, metricReaders: [], logRecordProcessors: []});
	t.throws(() => sdk.start(), {message: /OTLPTraceExporter is not loaded/});
});

test('so does Sentry’s injection when it is switched on', t => {
	const options = {
		integrations: [],
		transport: () => createTransport({recordDroppedEvent() {}}, async () => ({})),
		stackParser: createStackParser(),
	};
	t.notThrows(() => new NodeClient({...options, enableRuntimeChannelInjection: false}));
	t.throws(() => new NodeClient({...options, enableRuntimeChannelInjection: true}), {
		message: /is not loaded: take it out of observability\/unused-parts\.ts/,
	});
});
