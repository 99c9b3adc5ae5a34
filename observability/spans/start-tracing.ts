import {trace} from '@opentelemetry/api';
import {UndiciInstrumentation} from '@opentelemetry/instrumentation-undici';
import type {Resource} from '@opentelemetry/resources';
import {resourceFromAttributes} from '@opentelemetry/resources';
import type {NodeClient} from '@sentry/node';
import type {Config} from '../../config/config.ts';
import type {Identity} from '../../config/identity.ts';
import type {Deliveries} from '../delivery/deliveries.ts';
import type {Spotlight} from '../delivery/spotlight.ts';
import type {Logger} from '../logs/logger.ts';
import type {MetricSetup} from '../metrics/start-metrics.ts';
import {createOutgoing} from '../privacy/outgoing.ts';
import {clientSpans} from './client-span.ts';
import {sendDiagToLog} from './diag-logger.ts';
import {startHttpClientSpans} from './http-client-spans.ts';
import {createIdGenerator} from './id-generator.ts';
import {keepAside} from './keeping/keep-aside.ts';
import {createKeepReported} from './keeping/keep-reported.ts';
import type {ServerSpans} from './keeping/server-spans.ts';
import {inTurn, keepSampled} from './keeping/server-spans.ts';
import {loadPropagator} from './propagation/load-propagator.ts';
import type {SamplingContextOf} from './propagation/sampling-context.ts';
import {createTargets} from './propagation/targets.ts';
import {createSampler, rootSampleRate} from './sampling/create-sampler.ts';
import {createSpanProcessors} from './span-processors.ts';

export interface TracingOptions {
	config: Config;
	identity: Identity;
	logger: Logger;
	/** Sentry's, for what it counts of spans that were lost. */
	client: NodeClient;
	deliveries: Deliveries;
	spotlight: Spotlight | undefined;
	metrics: MetricSetup;
	samplingContextOf: SamplingContextOf;
}

export interface Tracing {
	/** 32 hex digits, as a trace has them. */
	createId: () => string;
	serverSpans: ServerSpans;
	/** Resolves when every span that ended is with its delivery. */
	flush(): Promise<void>;
	shutdown(): Promise<void>;
}

/** Start OpenTelemetry: the door of this room. It owns tracing and sets the API's global, the only state of a module here. */
export async function startTracing(options: TracingOptions): Promise<Tracing> {
	const {config, identity, logger, client, deliveries, spotlight, metrics, samplingContextOf} = options;
	const send = inTurn(await createSpanProcessors(config, client, deliveries, spotlight, samplingContextOf));
	const keep =
		config.sentryTracesKeep === 'reported' && rootSampleRate(config) > 0
			? createKeepReported(send, spans => client.recordDroppedEvent('buffer_overflow', 'span', spans))
			: undefined;
	const sampler = createSampler(config);
	const targets = createTargets(config.tracePropagationTargets);
	const propagator = await loadPropagator(config, samplingContextOf, targets.withheld);
	const fields = new Set(propagator?.fields());
	const idGenerator = createIdGenerator();
	const {NodeSDK} = await import('@opentelemetry/sdk-node');
	const sdk = new NodeSDK({
		resource: describeService(config, identity),
		autoDetectResources: false,
		sampler: keep ? keepAside(sampler) : sampler,
		idGenerator,
		spanProcessors: [keep?.processor ?? send],
		textMapPropagator: propagator,
		instrumentations: [
			// A client library's own goes here: docs/guides/add-a-database.md.
			new UndiciInstrumentation(clientSpans(config, targets, fields)),
			...metrics.instrumentations,
		],
		// Left out, the SDK would start OTLP exporters for both by itself.
		metricReaders: metrics.readers,
		logRecordProcessors: [],
	});
	sendDiagToLog(logger, config.otelLogLevel);
	sdk.start();
	const tracer = trace.getTracer(identity.name, identity.version);
	startHttpClientSpans({
		tracer: trace.getTracer('node:http', process.versions.node),
		targets,
		sendDefaultPii: config.sentrySendDefaultPii,
		fields,
	});
	const server = {tracer, sampler, idGenerator};
	return {
		createId: idGenerator.generateTraceId,
		serverSpans: keep?.serverSpans(server) ?? keepSampled({...server, processor: send}),
		flush: () => send.forceFlush(),
		shutdown: () => sdk.shutdown(),
	};
}

/** What stands beside every span and metric. It leaves with both, masked like them. */
function describeService(config: Config, identity: Identity): Resource {
	const {attribute} = createOutgoing(config.sentrySendDefaultPii);
	const said = {
		'service.version': identity.version,
		'deployment.environment.name': config.sentryEnvironment ?? config.nodeEnv,
		'service.name': identity.name,
		...config.otelResourceAttributes,
		...(config.otelServiceName && {'service.name': config.otelServiceName}),
	};
	return resourceFromAttributes(
		Object.fromEntries(Object.entries(said).map(([key, value]) => [key, attribute(key, value)])),
	);
}
