import {metrics, ValueType} from '@opentelemetry/api';
import type {Failure} from '../errors/reporting-rules.ts';
import {isKnownMethod} from '../requests/http-semantics.ts';
import type {RequestContext} from '../requests/request-context.ts';

export interface RequestMetrics {
	start(context: RequestContext): void;
	end(context: RequestContext, status: number | undefined, durationMs: number): void;
	shed(): void;
	/** An event was kept back by its budget. */
	suppressed(failure: Failure): void;
	/** A log line was kept from Sentry by its budget. */
	logSuppressed(level: string): void;
	refused(status: number): void;
}

export interface RequestMetricsOptions {
	meterName: string;
	schemeOf: (request: RequestContext['request']) => 'http' | 'https';
}

/** https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#http-server */
export function createRequestMetrics({meterName, schemeOf}: RequestMetricsOptions): RequestMetrics {
	const meter = metrics.getMeter(meterName);
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
	const logsSuppressed = meter.createCounter('app.logs.suppressed', {
		unit: '{log_record}',
		description: 'Log lines kept from Sentry by their budget.',
	});
	const refused = meter.createCounter('app.requests.refused', {
		unit: '{request}',
		description: 'Requests refused by the HTTP parser: not HTTP, too large or too slow.',
	});
	// No host: a caller chooses it, and each would be a time series.
	const methodOf = ({request}: RequestContext) => ({
		'http.request.method': isKnownMethod(request.method ?? '') ? request.method : '_OTHER',
		'url.scheme': schemeOf(request),
	});
	return {
		shed: () => shed.add(1),
		suppressed: failure => suppressed.add(1, {'app.failure': failure}),
		logSuppressed: level => logsSuppressed.add(1, {'app.log.level': level}),
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
