import type {Envelope, Event, Integration, Log, Metric} from '@sentry/core';
import {createOutgoingText} from '../privacy/outgoing.ts';
import {copyPlain} from '../privacy/plain-copy.ts';
import type {SendableEvent} from './sendable-event.ts';
import {createSendableEvent} from './sendable-event.ts';

/** Of a log line, a metric or a span in an envelope of many. */
const mostItemBytes = 64_000;
/** Of anything else, such as a check-in. */
const mostPayloadBytes = 200_000;

/** Ours alone, of numbers; a session's id would be taken for a secret. */
const plain = new Set(['session', 'sessions', 'client_report']);
const events = new Set(['event', 'transaction', 'feedback']);

export interface LastReader {
	/** First of all integrations: what it gives is what Spotlight gets too. */
	integration: Integration;
	beforeSendLog(log: Log): Log;
	beforeSendMetric(metric: Metric): Metric;
}

/**
The one way out of everything that Sentry's SDK sends, whoever made it and wherever: events, transactions, logs,
metrics, check-ins. Nothing reads it after this.
*/
export function createLastReader(sendDefaultPii: boolean): LastReader {
	const options = {text: createOutgoingText(sendDefaultPii), sendDefaultPii};
	const sendable = createSendableEvent(options);
	const copy = (value: unknown, maxBytes: number) => copyPlain(value, {...options, maxBytes});

	function payloadOf(type: string, payload: unknown): unknown {
		// An attachment's bytes are what whoever attached them wants to be seen.
		if (plain.has(type) || typeof payload !== 'object' || payload === null) return payload;
		if (ArrayBuffer.isView(payload)) return payload;
		if (events.has(type)) return eventOf(payload as Event, sendable);
		const {items, ...container} = payload as {items?: unknown};
		if (!Array.isArray(items)) return copy(payload, mostPayloadBytes);
		return {
			...(copy(container, mostPayloadBytes) as object),
			items: items.map(item => copy(item, mostItemBytes)),
		};
	}

	function read([, items]: Envelope): void {
		for (const item of items) {
			const [{type}, payload] = item;
			item[1] = payloadOf(type, payload) as never;
		}
	}

	return {
		integration: {
			name: 'LastReader',
			setup(client) {
				client.on('beforeEnvelope', read);
			},
		},
		// Before they become text, in which what stands under a secret key is not found any more.
		beforeSendLog: log => ({...log, ...attributesOf(log.attributes, copy)}),
		beforeSendMetric: metric => ({...metric, ...attributesOf(metric.attributes, copy)}),
	};
}

function attributesOf(
	attributes: Record<string, unknown> | undefined,
	copy: (value: unknown, maxBytes: number) => unknown,
): {attributes?: Record<string, unknown>} {
	return attributes ? {attributes: copy(attributes, mostItemBytes) as Record<string, unknown>} : {};
}

/** What can't be read at all still says that it happened. */
function eventOf(event: Event, sendable: SendableEvent): Event {
	try {
		return sendable(event);
	} catch (error) {
		return {
			event_id: String(event.event_id),
			timestamp: Date.now() / 1000,
			platform: 'node',
			level: 'error',
			exception: {values: [{type: 'UnreadableEvent', value: `An event could not be read: ${String(error)}`}]},
		};
	}
}
