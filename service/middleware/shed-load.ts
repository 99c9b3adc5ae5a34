import type {Middleware} from 'koa';
import {Overloaded} from '../problems/answer-errors.ts';

/**
Answer 503 at once while the event loop is late, instead of queueing until everybody has given up.

Each turn of the loop serves what fits into `maxDelayMs` and turns away the rest, so that the turns stay
that short and nothing is idle meanwhile. One long turn alone, as a single heavy request makes it, turns
nobody away: the queue behind it is gone after the next.

Place below what answers errors, above all that costs.

@param maxDelayMs - 0 never sheds.
*/
export function shedLoad({maxDelayMs, onShed}: {maxDelayMs: number; onShed: () => void}): Middleware {
	const lateness = maxDelayMs > 0 ? watchLateness() : undefined;
	return function shedLoad(_ctx, next) {
		if (lateness && lateness.nowMs() > maxDelayMs && lateness.beforeMs() > maxDelayMs / 2) {
			onShed();
			throw new Overloaded();
		}
		return next();
	};
}

/** Often enough to see a delay begin, rarely enough to cost nothing. */
const everyMs = 20;

interface Lateness {
	/** For how long the event loop has been busy with its current turn: what arrived meanwhile has waited so long. */
	nowMs(): number;
	/** The same of the turn before. */
	beforeMs(): number;
}

/**
Watch how late the event loop is, at any moment.

A timer that is overdue says so while it is, unlike a mean of the past: `monitorEventLoopDelay` knows of
a delay when it is over.
*/
function watchLateness(): Lateness {
	let due = performance.now() + everyMs;
	let before = 0;
	setInterval(() => {
		const now = performance.now();
		before = now - due;
		due = now + everyMs;
	}, everyMs).unref();
	return {
		nowMs: () => performance.now() - due,
		beforeMs: () => before,
	};
}
