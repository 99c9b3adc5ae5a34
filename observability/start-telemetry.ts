import {setTimeout as sleep} from 'node:timers/promises';
import type {Middleware} from 'koa';
import type {CallerOf} from '../config/caller/caller.ts';
import type {Config} from '../config/config.ts';
import type {ReportDisallowedHost} from '../config/host-guard/host-guard.ts';
import type {Identity} from '../config/identity.ts';
import {startBreadcrumbs} from './breadcrumbs/start-breadcrumbs.ts';
import type {DeliveryState} from './delivery/deliveries.ts';
import {createDeliveries, proxiesOf} from './delivery/deliveries.ts';
import {createSpotlight} from './delivery/spotlight.ts';
import type {Report} from './errors/report.ts';
import {startErrors} from './errors/start-errors.ts';
import type {Jobs} from './jobs/observe-jobs.ts';
import {observeJobs} from './jobs/observe-jobs.ts';
import type {Logger} from './logs/logger.ts';
import {createLogger} from './logs/logger.ts';
import {startSentryLogs} from './logs/start-sentry-logs.ts';
import {startSummary} from './logs/summary.ts';
import {prepareMetrics} from './metrics/start-metrics.ts';
import type {EndingOf, Listener} from './requests/observe-requests.ts';
import {createRejectedRequests} from './requests/rejected-requests.ts';
import type {RequestIdOf} from './requests/request-middleware.ts';
import {startRequests} from './requests/start-requests.ts';
import {sendDiagToLog} from './spans/diag-logger.ts';
import {createSamplingContextOf, describeHead} from './spans/propagation/sampling-context.ts';
import {startTracing} from './spans/start-tracing.ts';

export interface Telemetry {
	logger: Logger;
	report: Report;
	/** Wraps the whole application. See `observeRequests`. */
	observe(listener: Listener, endingOf: EndingOf): Listener;
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
	/** Begin work that no request asked for. See `runJob`. */
	beginJob: Jobs['begin'];
	/** End the spans of requests that will never be answered, and of jobs, as errors. For a crash. */
	abandonRequests(): void;
	/** Hand every span that ended to its delivery, which sends it now if it can. */
	flush(): Promise<void>;
	/** What became of everything sent so far. */
	deliveries(): DeliveryState[];
	/** Deliver everything, for `timeoutMs` at the most. */
	close(timeoutMs: number): Promise<void>;
}

/**
Boot logging, error reporting and tracing from the configuration.

A table of contents: one room after another, each handed what the ones before it gave.
*/
export async function startTelemetry(
	config: Config,
	identity: Identity,
	callerOf: CallerOf,
): Promise<Telemetry> {
	const breadcrumbs = startBreadcrumbs(config);
	const listeners = [breadcrumbs.addLine];
	const logger = await createLogger(config, line => {
		for (const hear of listeners) hear(line);
	});
	sendDiagToLog(logger, config.otelLogLevel);
	const proxies = proxiesOf(config);
	const deliveries = createDeliveries(logger, proxies);
	const spotlight = config.sentrySpotlight ? createSpotlight(deliveries, config.sentrySpotlight) : undefined;
	const samplingContextOf = createSamplingContextOf(describeHead(config, identity));
	// Before Sentry, which doesn't like to start twice: a port that is taken is told by telemetry without metrics.
	const prepared = await prepareMetrics(config, proxies);
	const errors = startErrors({
		config,
		identity,
		logger,
		deliveries,
		callerOf,
		spotlight,
		breadcrumbs,
		samplingContextOf,
		onSuppressed: failure => metrics?.suppressed(failure),
	});
	const {client} = errors;
	const tracing = await startTracing({
		config,
		identity,
		logger,
		client,
		deliveries,
		spotlight,
		metrics: prepared.setup,
		samplingContextOf,
	});
	const metrics = prepared.start({identity, deliveries, schemeOf: request => callerOf(request).scheme});
	const requests = startRequests({
		config,
		logger,
		client,
		callerOf,
		metrics,
		createId: tracing.createId,
		serverSpans: tracing.serverSpans,
	});
	const jobs = observeJobs({identity, report: errors.report});
	const rejected = createRejectedRequests(metrics);
	const logs = await startSentryLogs({
		config,
		client,
		onSuppressed: level => metrics?.logSuppressed(level),
	});
	if (logs) listeners.push(logs.addLine);
	const summary = startSummary(logger, errors.budget, deliveries, rejected, logs);

	if (!config.sentryDsn) logger.warn('SENTRY_DSN is not set: no error and no span leaves for Sentry');

	return {
		logger,
		report: errors.report,
		observe: requests.observe,
		requestIdOf: requests.requestIdOf,
		requestContext: requests.requestContext,
		userContext: requests.userContext,
		countShed: rejected.shed,
		countRefused: rejected.refused,
		reportDisallowedHost: errors.reportDisallowedHost,
		beginJob: jobs.begin,
		abandonRequests() {
			requests.abandon();
			jobs.abandon();
		},
		flush: tracing.flush,
		deliveries: deliveries.states,
		async close(timeoutMs) {
			const deadline = performance.now() + timeoutMs;
			requests.close();
			await tracing.flush();
			deliveries.hurry(deadline);
			// An event is with its delivery only when Sentry's integrations are done with it.
			await errors.flush(Math.max(1, deadline - performance.now()));
			await deliveries.close(deadline);
			// Nothing takes them any more.
			listeners.length = 0;
			summary.close();
			// The last metrics go out; it would wait for their receiver without end.
			await Promise.race([tracing.shutdown(), sleep(Math.max(0, deadline - performance.now()))]);
		},
	};
}
