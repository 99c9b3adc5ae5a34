const firstPauseMs = 100;

/** Doubles with each attempt, anywhere from nothing to that, so that many callers don't come back at once. Milliseconds. */
export function pauseMs(tried: number, random: () => number): number {
	return firstPauseMs * 2 ** (tried - 1) * random();
}

/** What `Retry-After` asks for, 0 when it says nothing; a date, which it may be too, is not waited for. RFC 9110 §10.2.3. */
export function retryAfterMs(header: string | null): number {
	return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : 0;
}
