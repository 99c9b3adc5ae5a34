import {setTimeout as sleep} from 'node:timers/promises';
import {trace} from '@opentelemetry/api';
import {lastEventId} from '@sentry/node';
import {createCallerOf} from '../config/caller/caller.ts';
import type {Config} from '../config/config.ts';
import type {Identity} from '../config/identity.ts';
import type {DeliveryState, Signal} from '../observability/delivery/deliveries.ts';
import {startTelemetry} from '../observability/start-telemetry.ts';

export interface SignsOfLife {
	eventId: string | undefined;
	traceId: string;
	spanId: string;
	/** What the receivers that are configured did with them. */
	states: DeliveryState[];
}

/**
Send one error and one span the way the service does, and wait for what comes back.

Whatever share of traces is sampled, this one is; and a metrics port is left to the service.

@param waitMs - For an answer of each receiver.
*/
export async function sendSignsOfLife(
	config: Config,
	identity: Identity,
	waitMs: number,
): Promise<SignsOfLife> {
	const telemetry = await startTelemetry(
		{
			...config,
			logLevel: 'silent',
			otelMetricsExporter: 'none',
			otelTracesSampler: undefined,
			sentryTracesSampleRate: 1,
		},
		identity,
		createCallerOf(config.trustProxy),
	);
	const {traceId, spanId} = trace.getTracer('doctor').startActiveSpan('doctor', {root: true}, span => {
		telemetry.report(new Error('npm run doctor: an error to see it arrive'), 'unexpected');
		span.end();
		return span.spanContext();
	});
	const awaited = itemsAwaited(config);
	const answered = () =>
		[...awaited].every(([signal, items]) => {
			const state = telemetry.deliveries().find(({signal: found}) => found === signal);
			return state && (state.isFailing || state.delivered + state.dropped >= items);
		});
	const closed = telemetry.close(waitMs).then(() => true);
	// A receiver that fails is told of at once, and not after all that could be tried.
	while (!(await Promise.race([closed, sleep(20, false)])) && !answered());
	const states = telemetry.deliveries().filter(({signal}) => awaited.has(signal));
	return {eventId: lastEventId(), traceId, spanId, states};
}

/** Spotlight gets both. */
function itemsAwaited({sentryDsn, sentrySpotlight, ...config}: Config): Map<Signal, number> {
	const collector = config.otelExporterOtlpTracesEndpoint ?? config.otelExporterOtlpEndpoint;
	const awaited = new Map<Signal, number>();
	if (sentryDsn) awaited.set('events', 1);
	if (sentryDsn || collector) awaited.set('spans', 1);
	if (sentrySpotlight) awaited.set('spotlight', 2);
	return awaited;
}
