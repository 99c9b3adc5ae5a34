const windowMs = 60_000;
/** Beyond so many fingerprints the rest share one, so that memory stays bounded whatever arrives. */
const mostFingerprints = 1000;

interface Bucket {
	/** When each token was taken, oldest first; it comes back a minute later. */
	taken: number[];
	suppressed: number;
}

export interface Grant {
	/** How many of the same fingerprint were suppressed since the last one granted. */
	suppressed: number;
}

export interface Budget {
	/** @returns undefined when the fingerprint has used its tokens of the last minute. */
	take(fingerprint: string, perMinute: number): Grant | undefined;
	/** What was suppressed since this was last asked, by fingerprint. */
	drainSuppressed(): Map<string, number>;
}

/**
Tokens per fingerprint and minute, so that a flood can't drown the rest.

Never more than `perMinute` in any sixty seconds. @param now - Milliseconds, monotonic.
*/
export function createBudget(now: () => number): Budget {
	const buckets = new Map<string, Bucket>();
	let unsaid = new Map<string, number>();

	function bucketOf(fingerprint: string): [string, Bucket] {
		const known = buckets.get(fingerprint);
		if (known) return [fingerprint, known];
		if (buckets.size >= mostFingerprints) forget();
		const key = buckets.size >= mostFingerprints ? '(other)' : fingerprint;
		const bucket = buckets.get(key) ?? {taken: [], suppressed: 0};
		buckets.set(key, bucket);
		return [key, bucket];
	}

	/** Full buckets with nothing to tell hold no information. */
	function forget(): void {
		for (const [key, {taken, suppressed}] of buckets) {
			if (suppressed === 0 && (taken.at(-1) ?? 0) <= now() - windowMs) buckets.delete(key);
		}
	}

	return {
		take(fingerprint, perMinute) {
			const [key, bucket] = bucketOf(fingerprint);
			const time = now();
			while (bucket.taken.length > 0 && bucket.taken[0]! <= time - windowMs) bucket.taken.shift();
			if (bucket.taken.length >= perMinute) {
				bucket.suppressed++;
				unsaid.set(key, (unsaid.get(key) ?? 0) + 1);
				return undefined;
			}
			bucket.taken.push(time);
			const {suppressed} = bucket;
			bucket.suppressed = 0;
			return {suppressed};
		},
		drainSuppressed() {
			const drained = unsaid;
			unsaid = new Map();
			return drained;
		},
	};
}
