import {metrics, ValueType} from '@opentelemetry/api';
import type {IMetricReader} from '@opentelemetry/sdk-metrics';
import type {Config} from '../config/load-config.ts';
import {isKnownMethod} from './http-semantics.ts';
import type {Failure} from './reporting-rules.ts';
import type {RequestContext} from './request-context.ts';

/** Loaded only when asked for: the two exporters cost a tenth of the start. */
export async function createMetricReaders(config: Config): Promise<IMetricReader[]> {
	if (config.otelMetricsExporter === 'prometheus') {
		const {PrometheusExporter} = await import('@opentelemetry/exporter-prometheus');
		return [new PrometheusExporter()];
	}
	if (config.otelMetricsExporter === 'otlp') {
		const {OTLPMetricExporter} = await import('@opentelemetry/exporter-metrics-otlp-proto');
		const {PeriodicExportingMetricReader} = await import('@opentelemetry/sdk-metrics');
		return [new PeriodicExportingMetricReader({exporter: new OTLPMetricExporter()})];
	}
	return [];
}

export interface RequestMetrics {
	start(context: RequestContext): void;
	end(context: RequestContext, status: number | undefined, durationMs: number): void;
	shed(): void;
	/** An event was kept back by its budget. */
	suppressed(failure: Failure): void;
	refused(status: number): void;
}

/** https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#http-server */
export function createRequestMetrics(): RequestMetrics {
	const meter = metrics.getMeter('koa-service-template');
	const duration = meter.createHistogram('http.server.request.duration', {
		unit: 's',
		description: 'Duration of HTTP server requests.',
		advice: {
			explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
		},
	});
	const active = meter.createUpDownCounter('http.server.active_requests', {
		unit: '{request}',
		valueType: ValueType.INT,
		description: 'Number of active HTTP server requests.',
	});
	const shed = meter.createCounter('app.requests.shed', {
		unit: '{request}',
		description: 'Requests turned away while overloaded or stopping.',
	});
	const suppressed = meter.createCounter('app.events.suppressed', {
		unit: '{event}',
		description: 'Events kept back by their budget.',
	});
	const refused = meter.createCounter('app.requests.refused', {
		unit: '{request}',
		description: 'Requests refused by the HTTP parser: not HTTP, too large or too slow.',
	});
	const methodOf = ({request: {method = ''}}: RequestContext) => ({
		'http.request.method': isKnownMethod(method) ? method : '_OTHER',
		'url.scheme': 'http',
	});
	return {
		shed: () => shed.add(1),
		suppressed: failure => suppressed.add(1, {'app.failure': failure}),
		refused: status => refused.add(1, {'http.response.status_code': status}),
		start(context) {
			active.add(1, methodOf(context));
		},
		end(context, status, durationMs) {
			const method = methodOf(context);
			active.add(-1, method);
			const {route} = context;
			duration.record(durationMs / 1000, {
				...method,
				...(route !== undefined && {'http.route': route}),
				...(status !== undefined && {'http.response.status_code': status}),
				...(status !== undefined && status >= 500 && {'error.type': String(status)}),
			});
		},
	};
}
