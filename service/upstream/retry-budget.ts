import type {Deadline} from '../http/deadline.ts';
import {createTokenBucket} from './token-bucket.ts';

/** So that a request that makes a hundred calls doesn't make three hundred of a failing upstream. */
const mostOfRequest = 10;
/** Of the calls, and beside them so many a second: as in https://twitter.github.io/finagle/guide/Clients.html#retries */
const share = 0.2;
const perSecond = 10;
const most = 100;

export interface RetryBudget {
	/** A call was begun. */
	deposit(): void;
	/** @returns whether another attempt may be made on behalf of this request. */
	take(deadline: Deadline): boolean;
}

/** How many attempts more than calls an upstream gets: while it is down, retries would only keep it there. */
export function createRetryBudget(now: () => number): RetryBudget {
	const bucket = createTokenBucket(most, perSecond, now);
	const ofRequest = new WeakMap<Deadline, number>();

	return {
		deposit: () => bucket.add(share),
		take(deadline) {
			const taken = ofRequest.get(deadline) ?? 0;
			if (taken >= mostOfRequest || !bucket.take()) return false;
			ofRequest.set(deadline, taken + 1);
			return true;
		},
	};
}
