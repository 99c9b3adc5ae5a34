import {context, trace} from '@opentelemetry/api';
import type {NodeClient} from '@sentry/node';
import * as Sentry from '@sentry/node';
import type {CallerOf} from '../../config/caller/caller.ts';
import type {Config} from '../../config/config.ts';
import type {Identity} from '../../config/identity.ts';
import type {Breadcrumbs} from '../breadcrumbs/start-breadcrumbs.ts';
import type {Deliveries} from '../delivery/deliveries.ts';
import {createSentryTransport} from '../delivery/sentry-transport.ts';
import type {Spotlight} from '../delivery/spotlight.ts';
import type {Logger} from '../logs/logger.ts';
import {Job, workOf} from '../requests/work.ts';
import type {SamplingContextOf} from '../spans/propagation/sampling-context.ts';
import {describeJob, describeRequest} from './describe-work.ts';
import {createLastReader} from './last-reader.ts';
import {prepareAnyway} from './prepare-anyway.ts';
import {keepScopesInContext} from './sentry-scopes.ts';
import {sourceLines} from './source-lines.ts';

export interface SentryOptions {
	config: Config;
	identity: Identity;
	deliveries: Deliveries;
	callerOf: CallerOf;
	spotlight: Spotlight | undefined;
	breadcrumbs: Breadcrumbs;
	samplingContextOf: SamplingContextOf;
	logger: Logger;
}

/**
Start Sentry for errors only: OpenTelemetry owns tracing, and this service decides what is reported.

Of Sentry's integrations only those stay that enrich an event. `Http`, `Koa` and the rest would trace
a second time, report a 404 as a crash, and cost two bare Koa requests per request.
*/
export function startSentry(options: SentryOptions): NodeClient {
	const {config, identity, deliveries, callerOf, spotlight, breadcrumbs, samplingContextOf, logger} = options;
	const lastReader = createLastReader(config.sentrySendDefaultPii);
	const client = Sentry.init({
		// Empty, not undefined: Sentry would read SENTRY_DSN itself, and print one that is refused in clear.
		dsn: config.sentryDsn ?? '',
		environment: config.sentryEnvironment ?? config.nodeEnv,
		release: config.sentryRelease ?? identity.release,
		// Null, not undefined: Sentry would read SENTRY_TRACES_SAMPLE_RATE itself and trace everything twice.
		tracesSampleRate: null as unknown as number,
		...(config.sentryOrgId && {orgId: Number(config.sentryOrgId)}),
		spotlight: false,
		// Or Sentry would read SENTRY_DEBUG itself, and what it prints is neither JSON nor masked.
		debug: false,
		enableRuntimeChannelInjection: false,
		maxBreadcrumbs: breadcrumbs.most,
		defaultIntegrations: false,
		integrations: [
			lastReader.integration,
			Sentry.openTelemetryIntegration(),
			sourceLines(),
			breadcrumbs.integration,
			// What it runs on, read once; and the flags that were asked for, where a handler tells of them.
			Sentry.modulesIntegration(),
			Sentry.featureFlagsIntegration(),
			...(config.nodeEnv === 'development' ? [Sentry.consoleIntegration()] : []),
			// Without the memory figures: read anew for each event, they would cost as much as all the rest of it. Nor a
			// locale: a service speaks none, and asking for it makes the start 3% longer.
			Sentry.nodeContextIntegration({app: false, culture: false, device: {cpu: true, memory: false}}),
			...(spotlight ? [spotlight.integration] : []),
		],
		dataCollection: {
			userInfo: false,
			cookies: false,
			httpHeaders: false,
			httpBodies: [],
			urlQueryParams: false,
		},
		transport: createSentryTransport(deliveries),
		beforeSendLog: lastReader.beforeSendLog,
		beforeSendMetric: lastReader.beforeSendMetric,
	});
	if (!client) throw new Error('Sentry did not start');
	prepareAnyway(client as NodeClient, logger);
	client.on('preprocessEvent', event => {
		// What Sentry would make of the active span alone is not what the trace's head said.
		if (trace.getActiveSpan()) {
			const dynamicSamplingContext = samplingContextOf(context.active());
			// Undefined says that there is none; left out, Sentry would make one up.
			event.sdkProcessingMetadata = Object.assign({}, event.sdkProcessingMetadata, {dynamicSamplingContext});
		}
		const work = workOf(context.active());
		if (work && !(work instanceof Job) && event.type === undefined) work.hasEvent = true;
	});
	const {sentrySendDefaultPii: sendDefaultPii} = config;
	keepScopesInContext((isolation, work) => {
		isolation.addEventProcessor(event =>
			work instanceof Job
				? describeJob(event, work, sendDefaultPii)
				: describeRequest(event, work, callerOf, sendDefaultPii),
		);
	});
	return client as NodeClient;
}
