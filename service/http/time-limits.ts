/** Something to be told when its time is up. */
export interface Limited {
	/** Milliseconds of `performance.now()`. */
	readonly at: number;
	/** Where it is kept; nobody else's to change. -1 while it isn't. */
	place: number;
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

They are kept in an array without holes, in no order. A `Set` that is emptied again and again makes its table anew each
time: 1 µs and 100 bytes of old space a request.
*/
export function createTimeLimits(): TimeLimits {
	const pending: (Limited | undefined)[] = [];
	let count = 0;
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
		for (const limited of pending.slice(0, count) as Limited[]) {
			if (limited.at > now) {
				earliest = Math.min(earliest, limited.at);
			} else if (limited.place >= 0) {
				remove(limited);
				limited.expire();
			}
		}
		if (earliest < timerAt) arm(earliest);
	}

	function remove(limited: Limited): void {
		const {place} = limited;
		if (place < 0) return;
		limited.place = -1;
		const last = pending[--count]!;
		pending[count] = undefined;
		if (last === limited) return;
		pending[place] = last;
		last.place = place;
	}

	return {
		add(limited) {
			limited.place = count;
			pending[count++] = limited;
			if (limited.at < timerAt) arm(limited.at);
		},
		delete: remove,
	};
}
