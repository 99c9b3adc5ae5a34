import http from 'node:http';
import https from 'node:https';
import type {Instrumentation} from '@opentelemetry/instrumentation';
import type {OTLPExporterNodeConfigBase} from '@opentelemetry/otlp-exporter-base/node-http';
import type {IMetricReader} from '@opentelemetry/sdk-metrics';
import type {Config} from '../../config/config.ts';
import type {Identity} from '../../config/identity.ts';
import type {Deliveries, proxiesOf} from '../delivery/deliveries.ts';
import type {RequestContext} from '../requests/request-context.ts';
import type {RequestMetrics} from './request-metrics.ts';

type Proxies = ReturnType<typeof proxiesOf>;

export interface MetricsOptions {
	identity: Identity;
	deliveries: Deliveries;
	schemeOf: (request: RequestContext['request']) => 'http' | 'https';
}

export interface Metrics {
	/** For `startTracing`, which starts OpenTelemetry as a whole. */
	setup: MetricSetup;
	/** Begin to count. OpenTelemetry must have started. @returns undefined when metrics are not asked for. */
	start(options: MetricsOptions): RequestMetrics | undefined;
}

/** Where metrics go, and what is counted: the door of this room. Nothing is loaded where none are wanted. */
export async function prepareMetrics(config: Config, proxies: Proxies): Promise<Metrics> {
	if (config.otelMetricsExporter === 'none')
		return {setup: {readers: [], instrumentations: []}, start: () => undefined};
	const {observeDeliveries} = await import('./delivery-metrics.ts');
	const {createRequestMetrics} = await import('./request-metrics.ts');
	return {
		setup: await createMetricSetup(config, proxies),
		start({identity, deliveries, schemeOf}) {
			observeDeliveries(identity.name, deliveries);
			return createRequestMetrics({meterName: identity.name, schemeOf});
		},
	};
}

export interface MetricSetup {
	readers: IMetricReader[];
	/** Measure the process itself: event loop, garbage collection, memory. */
	instrumentations: Instrumentation[];
}

/** Where metrics go. Each exporter is loaded only when asked for: they cost a tenth of the start. */
async function createMetricSetup(config: Config, proxies: Proxies): Promise<MetricSetup> {
	const {RuntimeNodeInstrumentation} = await import('@opentelemetry/instrumentation-runtime-node');
	return {
		readers: [await createReader(config, proxies)],
		instrumentations: [new RuntimeNodeInstrumentation()],
	};
}

async function createReader(config: Config, proxies: Proxies): Promise<IMetricReader> {
	if (config.otelMetricsExporter === 'prometheus') {
		const {PrometheusExporter} = await import('@opentelemetry/exporter-prometheus');
		const {otelExporterPrometheusHost: host, otelExporterPrometheusPort: port} = config;
		const exporter = new PrometheusExporter({host, port, preventServerStart: true});
		// By itself it would say nothing of a port that is taken.
		await exporter.startServer().catch((cause: Error) => {
			throw new Error(`cannot listen on port ${port} of ${host} for metrics: ${cause.message}`, {cause});
		});
		return exporter;
	}
	const {OTLPMetricExporter} = await import('@opentelemetry/exporter-metrics-otlp-proto');
	const {PeriodicExportingMetricReader} = await import('@opentelemetry/sdk-metrics');
	// Reads its endpoint and headers from OpenTelemetry's own variables.
	const {otelMetricExportInterval, otelMetricExportTimeout} = config;
	return new PeriodicExportingMetricReader({
		exporter: new OTLPMetricExporter(await throughProxies(proxies)),
		exportIntervalMillis: otelMetricExportInterval,
		exportTimeoutMillis: Math.min(otelMetricExportTimeout, otelMetricExportInterval),
	});
}

/** The exporter's own agent, which knows the certificates of OpenTelemetry's variables and no proxy, made to know both. */
async function throughProxies(proxies: Proxies): Promise<OTLPExporterNodeConfigBase> {
	if (Object.keys(proxies).length === 0) return {};
	const {convertLegacyHttpOptions} = await import('@opentelemetry/otlp-exporter-base/node-http');
	const {agentFactory} = convertLegacyHttpOptions({}, 'METRICS', 'v1/metrics', {});
	return {
		async httpAgentOptions(protocol) {
			const {options} = (await agentFactory(protocol)) as unknown as {options: https.AgentOptions};
			const {Agent} = protocol === 'http:' ? http : https;
			return new Agent({...options, proxyEnv: proxies});
		},
	};
}
