import type {Instrumentation} from '@opentelemetry/instrumentation';
import type {IMetricReader} from '@opentelemetry/sdk-metrics';
import type {Config} from '../../config/config.ts';

export interface MetricSetup {
	readers: IMetricReader[];
	/** Measure the process itself: event loop, garbage collection, memory. */
	instrumentations: Instrumentation[];
}

/** Where metrics go. Each exporter is loaded only when asked for: they cost a tenth of the start. */
export async function createMetricSetup(config: Config): Promise<MetricSetup> {
	const {RuntimeNodeInstrumentation} = await import('@opentelemetry/instrumentation-runtime-node');
	return {
		readers: [await createReader(config)],
		instrumentations: [new RuntimeNodeInstrumentation()],
	};
}

async function createReader(config: Config): Promise<IMetricReader> {
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
		exporter: new OTLPMetricExporter(),
		exportIntervalMillis: otelMetricExportInterval,
		exportTimeoutMillis: Math.min(otelMetricExportTimeout, otelMetricExportInterval),
	});
}
