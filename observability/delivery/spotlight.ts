import type {Envelope, Event, Integration} from '@sentry/core';
import type {Deliveries} from './deliveries.ts';
import {bytesOf, envelopeType} from './sentry-transport.ts';

export interface Spotlight {
	/** Sends every envelope of the client to Spotlight too, DSN or not: Sentry looks for this name. */
	integration: Integration;
}

/**
Show errors and traces in Spotlight, https://spotlightjs.com, which knows envelopes but not OTLP.

@param url - Of its sidecar's `/stream`.
*/
export function createSpotlight(deliveries: Deliveries, url: string): Spotlight {
	const delivery = deliveries.open('spotlight', url, envelopeType);
	const send = (envelope: Envelope) => void delivery.send(bytesOf(asShown(envelope)), 1);
	return {
		integration: {
			name: 'Spotlight',
			setup(client) {
				client.on('beforeEnvelope', send);
			},
		},
	};
}

/**
Spotlight shows contexts, but not whose event it is; and calls an event by the first of its exceptions, which Sentry's
order makes the last cause.
*/
function asShown([header, items]: Envelope): Envelope {
	const shown = items.map(([type, payload]) => {
		const event = payload as Event;
		const {user, contexts, exception} = event;
		if (!user && !exception) return [type, payload];
		return [
			type,
			{
				...event,
				...(user && {contexts: {user, ...contexts}}),
				...(exception?.values && {exception: {...exception, values: exception.values.toReversed()}}),
			},
		];
	});
	return [header, shown] as Envelope;
}
