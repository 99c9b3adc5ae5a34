import type {Client, Event, Integration} from '@sentry/core';
import {createEventEnvelope} from '@sentry/core';
import type {Delivery} from './delivery.ts';
import {bytesOf} from './sentry-transport.ts';

export interface Spotlight {
	/** Sends every envelope of the client to Spotlight too, DSN or not: Sentry looks for this name. */
	integration: Integration;
	sendTransaction(event: Event): void;
}

/** Show errors and traces in Spotlight, https://spotlightjs.com, which knows envelopes but not OTLP. */
export function createSpotlight(delivery: Delivery): Spotlight {
	let sdk: ReturnType<Client['getSdkMetadata']>;
	return {
		integration: {
			name: 'Spotlight',
			setup(client) {
				sdk = client.getSdkMetadata();
				client.on('beforeEnvelope', envelope => void delivery.send(bytesOf(envelope), 1));
			},
		},
		sendTransaction(event) {
			void delivery.send(bytesOf(createEventEnvelope(event, undefined, sdk)), 1);
		},
	};
}
