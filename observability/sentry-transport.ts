import type {BaseTransportOptions, DataCategory, Envelope, Transport} from '@sentry/core';
import {envelopeItemTypeToDataCategory, forEachEnvelopeItem, serializeEnvelope} from '@sentry/core';
import type {Deliveries} from './deliveries.ts';
import type {Delivery} from './delivery.ts';

/**
Sentry's transport on top of our deliveries, so that events survive an outage of Sentry.

Sentry's own forgets an event when one attempt fails, and all events while it is rate limited.
Transactions, of which there are many, wait apart from errors.
*/
export function createSentryTransport(deliveries: Deliveries) {
	return ({url, recordDroppedEvent}: BaseTransportOptions): Transport => {
		const events = deliveries.open('events', url, envelopeType);
		let transactions: Delivery | undefined;
		function deliveryOf(categories: DataCategory[]): Delivery {
			if (!categories.includes('transaction')) return events;
			transactions ??= deliveries.open('spans', url, envelopeType);
			return transactions;
		}
		return {
			async send(envelope) {
				const categories = categoriesOf(envelope);
				if (await deliveryOf(categories).send(bytesOf(envelope), categories.length)) {
					return {statusCode: 200};
				}
				for (const category of categories) recordDroppedEvent('network_error', category);
				return {};
			},
			flush: async timeoutMs => (await Promise.race([events.idle(), after(timeoutMs ?? 0)])) ?? false,
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

function categoriesOf(envelope: Envelope): DataCategory[] {
	const categories: DataCategory[] = [];
	forEachEnvelopeItem(envelope, (_item, type) => {
		categories.push(envelopeItemTypeToDataCategory(type));
	});
	return categories;
}
