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
	let balance = most;
	let countedAt = now();
	const ofRequest = new WeakMap<Deadline, number>();

	function add(amount: number): void {
		balance = Math.min(most, balance + amount);
	}

	return {
		deposit: () => add(share),
		take(deadline) {
			add(((now() - countedAt) / 1000) * perSecond);
			countedAt = now();
			const taken = ofRequest.get(deadline) ?? 0;
			if (balance < 1 || taken >= mostOfRequest) return false;
			balance--;
			ofRequest.set(deadline, taken + 1);
			return true;
		},
	};
}
