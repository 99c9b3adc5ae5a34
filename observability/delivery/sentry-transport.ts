import type {BaseTransportOptions, DataCategory, Envelope, Event, Transport} from '@sentry/core';
import {envelopeItemTypeToDataCategory, forEachEnvelopeItem, serializeEnvelope} from '@sentry/core';
import type {Deliveries} from './deliveries.ts';
import type {Delivery} from './delivery.ts';

/**
Sentry's transport on top of our deliveries, so that events survive an outage of Sentry.

Sentry's own forgets an event when one attempt fails, and all events while it is rate limited.
Transactions and log lines, of which there are many, wait apart from errors, and so does what merely counts.
*/
export function createSentryTransport(deliveries: Deliveries) {
	return ({url, recordDroppedEvent}: BaseTransportOptions): Transport => {
		const events = deliveries.open('events', url, envelopeType);
		const reports = deliveries.open('reports', url, envelopeType);
		let transactions: Delivery | undefined;
		let logs: Delivery | undefined;
		let checkIns: Delivery | undefined;
		function deliveryOf(contents: Contents): Delivery {
			if (contents.has('transaction')) {
				transactions ??= deliveries.open('spans', url, envelopeType);
				return transactions;
			}
			if (contents.has('log_item') || contents.has('trace_metric')) {
				logs ??= deliveries.open('logs', url, envelopeType);
				return logs;
			}
			if (contents.has('monitor')) {
				checkIns ??= deliveries.open('checkins', url, envelopeType);
				return checkIns;
			}
			return contents.has('session') || contents.has('internal') ? reports : events;
		}
		return {
			async send(envelope) {
				const contents = contentsOf(envelope);
				const items = contents.get('span') ?? Math.max(...contents.values());
				const outcome = await deliveryOf(contents).send(bytesOf(envelope), items);
				if (outcome === 'delivered') return {statusCode: 200};
				// A report of a lost report would never end.
				contents.delete('internal');
				for (const [category, count] of contents) recordDroppedEvent(outcome, category, count);
				return {};
			},
			async flush(timeoutMs = 0) {
				// Known to be away, it is not waited for.
				if (events.isFailing()) return false;
				return Promise.race([events.settled().then(() => true), after(timeoutMs).then(() => false)]);
			},
		};
	};
}

function after(ms: number): Promise<void> {
	return new Promise(resolve => setTimeout(resolve, ms).unref());
}

export const envelopeType = {'content-type': 'application/x-sentry-envelope'};

export function bytesOf(envelope: Envelope): Buffer {
	const serialized = serializeEnvelope(envelope);
	return typeof serialized === 'string' ? Buffer.from(serialized) : Buffer.from(serialized);
}

type Contents = Map<DataCategory, number>;

/** How many of what; a transaction also holds its spans. */
function contentsOf(envelope: Envelope): Contents {
	const contents: Contents = new Map();
	const add = (category: DataCategory, count: number) =>
		contents.set(category, (contents.get(category) ?? 0) + count);
	forEachEnvelopeItem(envelope, ([header, payload], type) => {
		const {item_count: count = 1} = header as {item_count?: number};
		add(envelopeItemTypeToDataCategory(type), count);
		if (type === 'transaction') add('span', 1 + ((payload as Event).spans?.length ?? 0));
	});
	return contents;
}
