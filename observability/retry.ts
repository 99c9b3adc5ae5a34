/** Longest pause between two attempts, unless the receiver asks for more. */
const maxBackoffMs = 30_000;

/** 0 stands for no answer at all. https://opentelemetry.io/docs/specs/otlp/#failures-1; 408 and 5xx because Sentry's relay sends them in passing trouble. */
export function isRetryable(status: number): boolean {
	return status === 0 || status === 408 || status === 429 || status >= 500;
}

/** Doubles from half a second, with jitter so that a fleet doesn't return at once. Milliseconds. */
export function backoffMs(failures: number): number {
	const ceiling = Math.min(maxBackoffMs, 500 * 2 ** (failures - 1));
	return ceiling * (0.5 + Math.random() / 2);
}

/** Seconds or a date: https://datatracker.ietf.org/doc/html/rfc9110#section-10.2.3. Milliseconds from now. */
export function retryAfterMs(header: string | undefined): number | undefined {
	if (header === undefined) return undefined;
	const seconds = Number(header);
	const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
	return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
