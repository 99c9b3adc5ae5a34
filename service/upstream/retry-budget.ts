import type {Deadline} from '../http/deadline.ts';

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

/** Saves up what may be done, and no more of it than so much. https://en.wikipedia.org/wiki/Token_bucket */
export interface TokenBucket {
	add(tokens: number): void;
	/** @returns whether there was one. */
	take(): boolean;
}

/**
@param most - Saved up; it begins full.
@param perSecond - Added by time alone.
@param now - Milliseconds.
*/
export function createTokenBucket(most: number, perSecond: number, now: () => number): TokenBucket {
	let tokens = most;
	let countedAt = now();

	function add(more: number): void {
		tokens = Math.min(most, tokens + more);
	}

	return {
		add,
		take() {
			const elapsedMs = now() - countedAt;
			countedAt += elapsedMs;
			add((elapsedMs / 1000) * perSecond);
			if (tokens < 1) return false;
			tokens--;
			return true;
		},
	};
}

const firstPauseMs = 100;

/** Doubles with each attempt, anywhere from nothing to that, so that many callers don't come back at once. Milliseconds. */
export function pauseMs(tried: number, random: () => number): number {
	return firstPauseMs * 2 ** (tried - 1) * random();
}

/** What `Retry-After` asks for, 0 when it says nothing; a date, which it may be too, is not waited for. RFC 9110 §10.2.3. */
export function retryAfterMs(header: string | null): number {
	return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : 0;
}
