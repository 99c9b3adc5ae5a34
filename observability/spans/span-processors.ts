import {trace} from '@opentelemetry/api';
import type {SpanProcessor} from '@opentelemetry/sdk-trace';
import {createEventEnvelope} from '@sentry/core';
import type {NodeClient} from '@sentry/node';
import {getOtlpTracesEndpoint} from '@sentry/node';
import type {Config} from '../../config/config.ts';
import type {Deliveries} from '../delivery/deliveries.ts';
import type {Spotlight} from '../delivery/spotlight.ts';
import {createOutgoing} from '../privacy/outgoing.ts';
import {createSpanEncoder} from './otlp/otlp-span.ts';
import {createOtlpSpanProcessor} from './otlp/otlp-span-processor.ts';
import type {SamplingContextOf} from './propagation/sampling-context.ts';

/** Without a processor OpenTelemetry would make no trace ids at all. */
const nowhere: SpanProcessor = {
	onStart() {},
	onEnd() {},
	async forceFlush() {},
	async shutdown() {},
};

/** Where spans go: a collector, else Sentry by the protocol asked for; and Spotlight beside it. */
export async function createSpanProcessors(
	config: Config,
	client: NodeClient,
	deliveries: Deliveries,
	spotlight: Spotlight | undefined,
	samplingContextOf: SamplingContextOf,
): Promise<SpanProcessor[]> {
	const processors: SpanProcessor[] = [];
	const {environment = '', release = ''} = client.getOptions();
	const endpoint = otlpEndpoint(config);
	const byEnvelope = !endpoint && config.sentryDsn !== undefined;

	if (endpoint) {
		const encode = createSpanEncoder({
			common: {'sentry.release': release},
			outgoing: createOutgoing(config.sentrySendDefaultPii),
		});
		const delivery = deliveries.open('spans', endpoint.url, endpoint.headers);
		processors.push(
			createOtlpSpanProcessor(encode, async (body, spans) => {
				const outcome = await delivery.send(body, spans);
				if (outcome === 'delivered') return true;
				if (endpoint.isSentry) client.recordDroppedEvent(outcome, 'span', spans);
				// An attempt that failed may still be writing.
				return false;
			}),
		);
	}
	if (byEnvelope || spotlight) {
		const {createSegmentSpanProcessor} = await import('./envelope/segment-span-processor.ts');
		const {createTransaction} = await import('./envelope/transaction.ts');
		processors.push(
			createSegmentSpanProcessor((root, children, context) => {
				const samplingContext =
					context && samplingContextOf(trace.setSpanContext(context, root.spanContext()));
				const event = createTransaction(root, children, {environment, release, samplingContext});
				const envelope = createEventEnvelope(event, client.getDsn(), client.getSdkMetadata());
				if (byEnvelope) void client.sendEnvelope(envelope);
				// Past its last reader, to Spotlight alone.
				else client.emit('beforeEnvelope', envelope);
			}),
		);
	}
	return processors.length > 0 ? processors : [nowhere];
}

function otlpEndpoint(
	config: Config,
): {url: string; headers: Record<string, string>; isSentry: boolean} | undefined {
	const collector =
		config.otelExporterOtlpTracesEndpoint ??
		(config.otelExporterOtlpEndpoint && `${config.otelExporterOtlpEndpoint.replace(/\/+$/, '')}/v1/traces`);
	const destination = collector
		? {
				url: collector,
				headers: config.otelExporterOtlpTracesHeaders ?? config.otelExporterOtlpHeaders ?? {},
			}
		: config.sentryDsn && config.sentrySpanProtocol === 'otlp'
			? getOtlpTracesEndpoint(config.sentryDsn)
			: undefined;
	return (
		destination && {
			url: destination.url,
			isSentry: !collector,
			headers: {
				...destination.headers,
				'content-type': 'application/x-protobuf',
				'content-encoding': 'gzip',
			},
		}
	);
}
