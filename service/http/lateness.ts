/** Often enough to see a delay begin, rarely enough to cost nothing. */
const everyMs = 20;

export interface Lateness {
	/** For how long the event loop has been busy with its current turn: what arrived meanwhile has waited so long. */
	nowMs(): number;
	/** The same of the turn before. */
	beforeMs(): number;
	close(): void;
}

/**
Watch how late the event loop is, at any moment.

A timer that is overdue says so while it is, unlike a mean of the past: `monitorEventLoopDelay` knows of
a delay when it is over.
*/
export function watchLateness(): Lateness {
	let due = performance.now() + everyMs;
	let before = 0;
	const timer = setInterval(() => {
		const now = performance.now();
		before = now - due;
		due = now + everyMs;
	}, everyMs).unref();
	return {
		nowMs: () => performance.now() - due,
		beforeMs: () => before,
		close: () => clearInterval(timer),
	};
}
