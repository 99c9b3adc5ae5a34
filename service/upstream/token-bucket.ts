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
