import type {Middleware} from 'koa';
import {watchLateness} from '../http/lateness.ts';
import {Overloaded} from '../problems/overloaded.ts';

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
