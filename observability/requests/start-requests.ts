import {SpanStatusCode} from '@opentelemetry/api';
import type {NodeClient} from '@sentry/node';
import type {Middleware} from 'koa';
import type {CallerOf} from '../../config/caller/caller.ts';
import type {Config} from '../../config/config.ts';
import type {Logger} from '../logs/logger.ts';
import type {RequestMetrics} from '../metrics/request-metrics.ts';
import type {ServerSpans} from '../spans/keeping/server-spans.ts';
import {createAccessLog} from './access-log.ts';
import {createActiveRequests} from './active-requests.ts';
import type {EndingOf, Listener} from './observe-requests.ts';
import {observeRequests} from './observe-requests.ts';
import {releaseHeld} from './request-context.ts';
import type {RequestIdOf} from './request-middleware.ts';
import {createRequestIdOf, requestContext, userContext} from './request-middleware.ts';
import {endServerSpan} from './server-span.ts';
import {createSessions} from './sessions.ts';

export interface Requests {
	/** Wraps the whole application. See `observeRequests`. */
	observe(listener: Listener, endingOf: EndingOf): Listener;
	/** For answers that are given outside of the application. */
	requestIdOf: RequestIdOf;
	requestContext: Middleware;
	userContext: Middleware;
	/** End the spans of requests that will never be answered, as errors. For a crash. */
	abandon(): void;
	/** Say what sessions there were since the last minute. */
	close(): void;
}

export interface RequestsOptions {
	config: Config;
	logger: Logger;
	client: NodeClient;
	callerOf: CallerOf;
	metrics: RequestMetrics | undefined;
	/** Makes the id of a request that brought none. */
	createId: () => string;
	serverSpans: ServerSpans;
}

/** What is told of each request, from its first moment to its last: the door of this room. */
export function startRequests(options: RequestsOptions): Requests {
	const {config, logger, client, callerOf, metrics, createId, serverSpans} = options;
	const sessions = createSessions(client);
	const accessLog = createAccessLog(logger, config.accessLog);
	const requestIdOf = createRequestIdOf(createId);
	const active = createActiveRequests();
	const {trustProxy, sentrySendDefaultPii} = config;
	const needsPeer = trustProxy !== undefined || sentrySendDefaultPii;

	return {
		observe: observeRequests({
			startSpan: serverSpans.start,
			onStart(context) {
				active.add(context);
				// Read at the end, the address of a caller who has left is gone, and with it what a proxy said of it.
				if (needsPeer) callerOf(context.request);
				metrics?.start(context);
			},
			onEnd(context) {
				active.delete(context);
				releaseHeld(context);
				const {response, ending} = context;
				const status = ending !== 'left' && response.headersSent ? response.statusCode : undefined;
				const durationMs = performance.now() - context.since;
				if (serverSpans.settle(context)) endServerSpan(context, status, callerOf, sentrySendDefaultPii);
				accessLog(context, status, durationMs);
				metrics?.end(context, status, durationMs);
				sessions.count(context.errored ? 'errored' : 'exited');
			},
		}),
		requestIdOf,
		requestContext: requestContext({requestIdOf}),
		userContext: userContext(),
		abandon() {
			for (const context of active) {
				context.span.setAttribute('error.type', 'crash');
				context.span.setStatus({code: SpanStatusCode.ERROR, message: 'the process crashed'});
				if (serverSpans.settle(context)) endServerSpan(context, undefined, callerOf, sentrySendDefaultPii);
			}
			sessions.count('crashed');
		},
		close: sessions.close,
	};
}
