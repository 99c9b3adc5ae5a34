import {setTimeout as sleep} from 'node:timers/promises';
import {SpanStatusCode, trace} from '@opentelemetry/api';
import {flush as flushSentry} from '@sentry/node';
import type {Middleware} from 'koa';
import type {ReportDisallowedHost} from '../config/host-guard/host-guard.ts';
import type {Identity} from '../config/identity.ts';
import type {Config} from '../config/load-config.ts';
import type {DeliveryState} from './delivery/deliveries.ts';
import {createDeliveries} from './delivery/deliveries.ts';
import {envelopeType} from './delivery/sentry-transport.ts';
import {createSpotlight} from './delivery/spotlight.ts';
import {createBudget} from './errors/budget.ts';
import type {Report} from './errors/report.ts';
import {createReport} from './errors/report.ts';
import {startSentry} from './errors/start-sentry.ts';
import type {Logger} from './logs/logger.ts';
import {createLogger} from './logs/logger.ts';
import {startSummary} from './logs/summary.ts';
import {observeDeliveries} from './metrics/delivery-metrics.ts';
import {createMetricSetup} from './metrics/metric-readers.ts';
import {createRequestMetrics} from './metrics/request-metrics.ts';
import {createAccessLog} from './requests/access-log.ts';
import {createActiveRequests} from './requests/active-requests.ts';
import {createForwarded} from './requests/client-address.ts';
import type {Listener} from './requests/observe-requests.ts';
import {observeRequests} from './requests/observe-requests.ts';
import {createTurnedAway} from './requests/rejected-requests.ts';
import type {RequestIdOf} from './requests/request-middleware.ts';
import {createRequestIdOf, requestContext, userContext} from './requests/request-middleware.ts';
import {endServerSpan} from './requests/server-span.ts';
import {createSessions} from './requests/sessions.ts';
import {createIdGenerator} from './spans/id-generator.ts';
import {createSpanProcessors} from './spans/span-processors.ts';
import {startTracing} from './spans/start-tracing.ts';

export interface Telemetry {
	logger: Logger;
	report: Report;
	/** Wraps the whole application. See `observeRequests`. */
	observe(listener: Listener): Listener;
	/** For answers that are given outside of the application. */
	requestIdOf: RequestIdOf;
	requestContext: Middleware;
	userContext: Middleware;
	/** A request was turned away while overloaded. */
	countShed: () => void;
	/** A request was refused by the HTTP parser. */
	countRefused: (status: number) => void;
	/** Resolves when Sentry has it, or after a second: the answer is written then. */
	reportDisallowedHost: ReportDisallowedHost;
	/** End the spans of requests that will never be answered, as errors. For a crash. */
	abandonRequests(): void;
	/** Hand every span that ended to its delivery, which sends it now if it can. */
	flush(): Promise<void>;
	/** What became of everything sent so far. */
	deliveries(): DeliveryState[];
	/** Deliver everything, for `timeoutMs` at the most. */
	close(timeoutMs: number): Promise<void>;
}

/** Boot logging, error reporting and tracing from the configuration. The only place that wires them. */
export async function startTelemetry(config: Config, identity: Identity): Promise<Telemetry> {
	const logger = await createLogger(config);
	const deliveries = createDeliveries(logger);
	const budget = createBudget(() => performance.now());
	const forwarded = createForwarded(config.trustProxy);
	const spotlight = config.sentrySpotlight
		? createSpotlight(deliveries.open('spotlight', config.sentrySpotlight, envelopeType))
		: undefined;
	const client = startSentry(config, identity, deliveries, forwarded, spotlight);
	const tracing = await startTracing(
		config,
		identity,
		createSpanProcessors(config, client, deliveries, spotlight),
		await createMetricSetup(config),
	);
	const sessions = createSessions(client);
	const metrics =
		config.otelMetricsExporter === 'none'
			? undefined
			: createRequestMetrics({meterName: identity.name, schemeOf: request => forwarded(request).scheme});
	if (metrics) observeDeliveries(identity.name, deliveries);
	const accessLog = createAccessLog(logger, config.accessLog);
	const report = createReport({
		budget,
		logger,
		limitPerMinute: config.reportLimitPerMinute,
		onSuppressed: failure => metrics?.suppressed(failure),
	});
	const turnedAway = createTurnedAway(metrics);
	const summary = startSummary(logger, budget, deliveries, turnedAway);
	const requestIdOf = createRequestIdOf(createIdGenerator().generateTraceId);
	const active = createActiveRequests();

	if (!config.sentryDsn) logger.warn('SENTRY_DSN is not set: no error and no span leaves for Sentry');

	return {
		logger,
		report,
		observe: observeRequests({
			tracer: trace.getTracer(identity.name, identity.version),
			onStart(context) {
				active.add(context);
				metrics?.start(context);
			},
			onEnd(context) {
				active.delete(context);
				const {response} = context;
				const status = response.headersSent ? response.statusCode : undefined;
				const durationMs = performance.now() - context.since;
				endServerSpan(context, status, forwarded, config.sentrySendDefaultPii);
				accessLog(context, status, durationMs);
				metrics?.end(context, status, durationMs);
				sessions.count(context.errored ? 'errored' : 'exited');
			},
		}),
		requestIdOf,
		requestContext: requestContext({requestIdOf}),
		userContext: userContext(),
		countShed: turnedAway.shed,
		countRefused: turnedAway.refused,
		async reportDisallowedHost(error) {
			const {host, reason, source, advice} = error;
			if (report(error, 'disallowed-host', {host: {host, reason, source, advice}})) await flushSentry(1000);
		},
		abandonRequests() {
			for (const context of active) {
				context.span.setAttribute('error.type', 'crash');
				context.span.setStatus({code: SpanStatusCode.ERROR, message: 'the process crashed'});
				endServerSpan(context, undefined, forwarded, config.sentrySendDefaultPii);
			}
			sessions.count('crashed');
		},
		flush: tracing.flush,
		deliveries: deliveries.states,
		async close(timeoutMs) {
			const deadline = performance.now() + timeoutMs;
			sessions.close();
			await tracing.flush();
			deliveries.hurry(deadline);
			// An event is with its delivery only when Sentry's integrations are done with it.
			await flushSentry(Math.max(1, deadline - performance.now()));
			await deliveries.close(deadline);
			summary.close();
			// The last metrics go out; it would wait for their receiver without end.
			await Promise.race([tracing.shutdown(), sleep(Math.max(0, deadline - performance.now()))]);
		},
	};
}
