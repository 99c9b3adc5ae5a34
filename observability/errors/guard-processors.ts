import type {EventProcessor} from '@sentry/core';
import type {Logger} from '../logs/logger.ts';

/** Guards the processors of a list where they are. */
export type GuardProcessors = (list: EventProcessor[]) => void;

/**
An event processor that throws, or rejects, costs what it would add and not the event, which Sentry would drop without
a word. `null` is its wish that nothing is sent.
*/
export function createProcessorGuard(logger: Logger): GuardProcessors {
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
