/** Room for so many at a time. */
export interface Slots {
	/**
	Take one, at once or in turn. Whoever took one gives it back.

	@returns nothing to wait for where there is room.
	@throws the reason of the signal, which ends the waiting.
	*/
	take(signal: AbortSignal): Promise<void> | undefined;
	giveBack(): void;
}

/**
A bound on what goes on at a time: the rest waits, first come first served, and costs no socket.

@param most - At a time.
*/
export function createSlots(most: number): Slots {
	let taken = 0;
	// In order of arrival; whoever is told to stop leaves from the midst.
	const waiting = new Set<() => void>();

	return {
		take(signal) {
			if (taken < most) {
				taken++;
				return undefined;
			}
			return new Promise((resolve, reject) => {
				const leave = () => {
					waiting.delete(enter);
					reject(signal.reason as Error);
				};
				const enter = () => {
					signal.removeEventListener('abort', leave);
					resolve();
				};
				if (signal.aborted) return leave();
				waiting.add(enter);
				signal.addEventListener('abort', leave, {once: true});
			});
		},
		giveBack() {
			const [next] = waiting;
			if (next) {
				waiting.delete(next);
				next();
			} else taken--;
		},
	};
}
