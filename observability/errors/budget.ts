const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** So many times its minute's tokens a fingerprint has in any hour: a flood that lasts must not cost a day of them. */
export const minutesAnHour = 6;
/** Beyond so many fingerprints the rest share one, so that memory stays bounded whatever arrives. */
const mostFingerprints = 1000;

interface Bucket {
	/** When each token of the last minute was taken, oldest first. */
	taken: number[];
	/** How many were taken from `since` on, minute by minute, of the last hour: a number instead of a time for each. */
	minutes: {since: number; taken: number}[];
	suppressed: number;
}

export interface Grant {
	/** How many of the same fingerprint were suppressed since the last one granted. */
	suppressed: number;
}

export interface Budget {
	/** @returns undefined when the fingerprint has used its tokens of the last minute, or of the last hour. */
	take(fingerprint: string, perMinute: number): Grant | undefined;
	/** What was suppressed since this was last asked, by fingerprint. */
	drainSuppressed(): Map<string, number>;
}

/**
Tokens per fingerprint and minute, so that a flood can't drown the rest.

Never more than `perMinute` in any sixty seconds, nor six times as many in any hour.

@param now - Milliseconds, monotonic.
*/
export function createBudget(now: () => number): Budget {
	const buckets = new Map<string, Bucket>();
	let unsaid = new Map<string, number>();

	function bucketOf(fingerprint: string): [string, Bucket] {
		const known = buckets.get(fingerprint);
		if (known) return [fingerprint, known];
		if (buckets.size >= mostFingerprints) forget();
		const key = buckets.size >= mostFingerprints ? '(other)' : fingerprint;
		const bucket = buckets.get(key) ?? {taken: [], minutes: [], suppressed: 0};
		buckets.set(key, bucket);
		return [key, bucket];
	}

	/** Full buckets with nothing to tell hold no information. */
	function forget(): void {
		for (const [key, {taken, suppressed}] of buckets) {
			if (suppressed === 0 && (taken.at(-1) ?? 0) <= now() - hourMs) buckets.delete(key);
		}
	}

	return {
		take(fingerprint, perMinute) {
			const [key, bucket] = bucketOf(fingerprint);
			const time = now();
			forgetPast(bucket, time);
			const ofHour = bucket.minutes.reduce((sum, {taken}) => sum + taken, 0);
			if (bucket.taken.length >= perMinute || ofHour >= perMinute * minutesAnHour) {
				bucket.suppressed++;
				unsaid.set(key, (unsaid.get(key) ?? 0) + 1);
				return undefined;
			}
			bucket.taken.push(time);
			const minute = bucket.minutes.at(-1);
			if (minute && time - minute.since < minuteMs) minute.taken++;
			else bucket.minutes.push({since: time, taken: 1});
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

/** A minute of the hour counts until its last token may have been taken an hour ago. */
function forgetPast({taken, minutes}: Bucket, time: number): void {
	const first = taken.findIndex(each => each > time - minuteMs);
	taken.splice(0, first < 0 ? taken.length : first);
	while (minutes.length > 0 && minutes[0]!.since <= time - hourMs - minuteMs) minutes.shift();
}
