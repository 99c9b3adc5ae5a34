import type {Config} from '../../config/config.ts';
import type {Identity} from '../../config/identity.ts';
import type {Deliveries} from '../delivery/deliveries.ts';
import type {RequestContext} from '../requests/request-context.ts';
import type {MetricSetup} from './metric-readers.ts';
import type {RequestMetrics} from './request-metrics.ts';

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
export async function prepareMetrics(config: Config): Promise<Metrics> {
	if (config.otelMetricsExporter === 'none')
		return {setup: {readers: [], instrumentations: []}, start: () => undefined};
	const {createMetricSetup} = await import('./metric-readers.ts');
	const {observeDeliveries} = await import('./delivery-metrics.ts');
	const {createRequestMetrics} = await import('./request-metrics.ts');
	return {
		setup: await createMetricSetup(config),
		start({identity, deliveries, schemeOf}) {
			observeDeliveries(identity.name, deliveries);
			return createRequestMetrics({meterName: identity.name, schemeOf});
		},
	};
}
