import {setTimeout as sleep} from 'node:timers/promises';
import {SpanStatusCode, trace} from '@opentelemetry/api';
import {flush as flushSentry} from '@sentry/node';
import type {Middleware} from 'koa';
import type {ReportDisallowedHost} from '../config/host-guard.ts';
import type {Identity} from '../config/identity.ts';
import type {Config} from '../config/load-config.ts';
import {createAccessLog} from './access-log.ts';
import {createActiveRequests} from './active-requests.ts';
import {createBudget} from './budget.ts';
import type {DeliveryState} from './deliveries.ts';
import {createDeliveries} from './deliveries.ts';
import {createForwarded} from './forwarded.ts';
import {createIdGenerator} from './id-generator.ts';
import type {Logger} from './logger.ts';
import {createLogger} from './logger.ts';
import {createMetricSetup} from './metric-readers.ts';
import {createRequestMetrics} from './metrics.ts';
import type {Listener} from './observe-requests.ts';
import {observeRequests} from './observe-requests.ts';
import type {Report} from './report.ts';
import {createReport} from './report.ts';
import type {RequestIdOf} from './request-middleware.ts';
import {createRequestIdOf, requestContext, userContext} from './request-middleware.ts';
import {startSentry} from './sentry.ts';
import {envelopeType} from './sentry-transport.ts';
import {endServerSpan} from './server-span.ts';
import {createSessions} from './sessions.ts';
import {createSpanProcessors} from './span-processors.ts';
import {createSpotlight} from './spotlight.ts';
import {startSummary} from './summary.ts';
import {observeDeliveries} from './telemetry-metrics.ts';
import {startTracing} from './tracing.ts';
import {createTurnedAway} from './turned-away.ts';

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
