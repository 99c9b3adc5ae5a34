import type {Event, EventHint, Scope} from '@sentry/core';
import {getGlobalScope} from '@sentry/core';
import type {NodeClient} from '@sentry/node';
import type {Logger} from '../logs/logger.ts';
import {createProcessorGuard} from './guard-processors.ts';

type Prepare = (event: Event, hint: EventHint, current: Scope, isolation: Scope) => PromiseLike<Event | null>;

/**
Where Sentry puts on an event what is known: an event comes out of it whatever fails there.

Sentry's own would drop it, and say so to nobody.
*/
export function prepareAnyway(client: NodeClient, logger: Logger): void {
	const guardProcessors = createProcessorGuard(logger);
	// Protected, so that a client may do its own share. test/observability/errors/hostile.ts tells if it is ever renamed.
	const preparing = client as unknown as {_prepareEvent: Prepare};
	const prepare = preparing._prepareEvent.bind(client);

	preparing._prepareEvent = (event, hint, current, isolation) => {
		// The lists that they keep, not copies.
		guardProcessors(client.getEventProcessors());
		for (const scope of [getGlobalScope(), isolation, current]) {
			guardProcessors(scope.getScopeData().eventProcessors);
		}
		const failed = (error: unknown): Event => {
			logger.error({err: error}, 'an event could not be completed: it goes with the error alone');
			return bare(client, event, hint);
		};
		try {
			return prepare(event, hint, current, isolation).then(undefined, failed);
		} catch (error) {
			return Promise.resolve(failed(error));
		}
	};
}

function bare(client: NodeClient, event: Event, hint: EventHint): Event {
	const {environment, release} = client.getOptions();
	return {
		...event,
		...(hint.event_id && {event_id: hint.event_id}),
		timestamp: event.timestamp ?? Date.now() / 1000,
		...(environment && {environment}),
		...(release && {release}),
		tags: {...event.tags, incomplete: 'true'},
	};
}
