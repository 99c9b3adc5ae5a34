import {types} from 'node:util';
import {context} from '@opentelemetry/api';
import type {EventHint, Scope} from '@sentry/core';
import {
	applyAggregateErrorsToEvent,
	exceptionFromError,
	getCurrentScope,
	getIsolationScope,
	uuid4,
} from '@sentry/core';
import type {NodeClient} from '@sentry/node';
import type {HeldCapture} from '../requests/request-context.ts';
import {noteReported} from '../requests/request-context.ts';
import type {Work} from '../requests/work.ts';
import {workOf} from '../requests/work.ts';
import {isError, readError} from './readable-error.ts';
import {NonErrorThrown} from './to-error.ts';

/** What a handler captured is told by then, when its request takes longer. */
const longestHoldMs = 2000;
/** Exceptions that an event shows below its own. */
const linkedErrors = 5;

export interface Captures {
	/** Make an event of it now. @returns its id. */
	now(thrown: unknown, hint: EventHint, scope: Scope): string;
	/** What a handler captured before it threw it on, if that has not left yet: it is not told by itself any more. */
	takeHeld(work: Work, thrown: unknown): HeldCapture | undefined;
}

/**
Between whoever captures an error and Sentry, which would read it as if it were what it should be.

What a handler captures waits until its request, or job, has ended: thrown on, it becomes the event of the failure.
*/
export function createCaptures(client: NodeClient): Captures {
	const held = new Set<HeldCapture>();
	const capture = client.captureException.bind(client);
	const eventFrom = client.eventFromException.bind(client);

	client.eventFromException = (exception, hint) =>
		eventFrom(exception, hint).then(event => {
			const {stackParser} = client.getOptions();
			const read = {originalException: exception};
			applyAggregateErrorsToEvent(exceptionFromError, stackParser, 'cause', linkedErrors, event, read);
			return event;
		});

	function now(thrown: unknown, hint: EventHint, scope: Scope): string {
		const original = {originalException: thrown, ...hint};
		if (isError(thrown)) return captureRead(readError(thrown), original, scope);
		if (types.isProxy(thrown)) return captureRead(new NonErrorThrown(thrown), original, scope);
		try {
			return capture(thrown, original, scope);
		} catch {
			return captureRead(new NonErrorThrown(thrown), original, scope);
		}
	}

	/** Sentry's own code and everybody's event processors look at the original, where it can do no harm. */
	function captureRead(error: Error, hint: EventHint, scope: Scope): string {
		return capture(
			error,
			types.isProxy(hint.originalException) ? {...hint, originalException: error} : hint,
			scope,
		);
	}

	function hold(work: Work, thrown: unknown, hint: EventHint, scope: Scope): void {
		const active = context.active();
		work.held ??= [];
		const {held: ofWork} = work;
		const waiting: HeldCapture = {
			thrown,
			eventId: hint.event_id!,
			scope: scope.clone(),
			release() {
				if (!held.delete(waiting)) return;
				clearTimeout(timer);
				ofWork.splice(ofWork.indexOf(waiting), 1);
				if (noteReported(work, thrown)) context.with(active, now, undefined, thrown, hint, waiting.scope);
			},
		};
		const timer = setTimeout(waiting.release, longestHoldMs).unref();
		held.add(waiting);
		ofWork.push(waiting);
	}

	client.captureException = (thrown, hint = {}, scope = getCurrentScope()) => {
		const identified = {...hint, event_id: hint.event_id ?? uuid4()};
		const {event_id: eventId} = identified;
		const work = workOf(context.active());
		const isOfSentry = (hint.data as {__sentry__?: boolean} | undefined)?.__sentry__ === true;
		// Whoever says that it was not handled knows already what becomes of it.
		if (!work || isOfSentry || hint.mechanism?.handled === false) return now(thrown, identified, scope);
		const isHeld = work.held?.some(each => each.thrown === thrown);
		if (isHeld || work.reported?.has(thrown)) return eventId;
		hold(work, thrown, identified, scope);
		getIsolationScope().setLastEventId(eventId);
		return eventId;
	};
	// Whoever waits until all is sent means these, too.
	client.on('flush', () => {
		for (const waiting of [...held]) waiting.release();
	});

	return {
		now,
		takeHeld(work, thrown) {
			const waiting = work.held?.find(each => each.thrown === thrown);
			if (!waiting || !work.held) return undefined;
			work.held.splice(work.held.indexOf(waiting), 1);
			held.delete(waiting);
			return waiting;
		},
	};
}
