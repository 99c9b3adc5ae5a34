import type {Event, EventHint, EventProcessor, Scope} from '@sentry/core';
import {getGlobalScope} from '@sentry/core';
import type {NodeClient} from '@sentry/node';
import type {Logger} from '../logs/logger.ts';

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

/** Guards the processors of a list where they are. */
type GuardProcessors = (list: EventProcessor[]) => void;

/**
An event processor that throws, or rejects, costs what it would add and not the event, which Sentry would drop without
a word. `null` is its wish that nothing is sent.
*/
function createProcessorGuard(logger: Logger): GuardProcessors {
	const guarded = new WeakSet<EventProcessor>();

	function guard(processor: EventProcessor): EventProcessor {
		const safe: EventProcessor = (event, hint) => {
			const failed = (error: unknown) => {
				logger.error({err: error, processor: processor.id ?? processor.name}, failedMessage);
				return event;
			};
			try {
				// A copy: half of what it did before it threw is nobody's wish.
				const result = processor({...event}, hint);
				return isThenable(result) ? result.then(undefined, failed) : result;
			} catch (error) {
				return failed(error);
			}
		};
		if (processor.id !== undefined) safe.id = processor.id;
		guarded.add(safe);
		return safe;
	}

	return list => {
		for (const [index, processor] of list.entries()) {
			if (!guarded.has(processor)) list[index] = guard(processor);
		}
	};
}

const failedMessage = 'an event processor failed: its event goes without what it would have added';

function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
	return typeof (value as PromiseLike<T> | null)?.then === 'function';
}
