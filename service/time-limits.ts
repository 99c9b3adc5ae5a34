/** Something to be told when its time is up. */
export interface Limited {
	/** Milliseconds of `performance.now()`. */
	readonly at: number;
	expire(): void;
}

export interface TimeLimits {
	add(limited: Limited): void;
	/** Done in time. */
	delete(limited: Limited): void;
}

/**
Many time limits on one timer.

A timer a request would cost more than all the rest of its limit, and nearly none ever fires. This one
is set to the earliest limit it knows of, and looks around when it fires.
*/
export function createTimeLimits(): TimeLimits {
	const pending = new Set<Limited>();
	let timer: NodeJS.Timeout | undefined;
	let timerAt = Number.POSITIVE_INFINITY;

	function arm(at: number): void {
		clearTimeout(timer);
		timerAt = at;
		timer = setTimeout(look, Math.max(0, at - performance.now())).unref();
	}

	function look(): void {
		timerAt = Number.POSITIVE_INFINITY;
		const now = performance.now();
		let earliest = Number.POSITIVE_INFINITY;
		for (const limited of pending) {
			if (limited.at <= now) {
				pending.delete(limited);
				limited.expire();
			} else {
				earliest = Math.min(earliest, limited.at);
			}
		}
		if (earliest < timerAt) arm(earliest);
	}

	return {
		add(limited) {
			pending.add(limited);
			if (limited.at < timerAt) arm(limited.at);
		},
		delete: limited => {
			pending.delete(limited);
		},
	};
}
