export interface Stalls<Answer> extends Iterable<Answer> {
	add(answer: Answer): void;
	delete(answer: Answer): void;
	/** Those that have not moved for so long, as far as the looks tell. */
	look(stalledMs: number): Set<Answer>;
}

/**
Find the answers that nobody reads.

By looking now and then: a timer of each one's own would be set anew by each read and write, for a tenth of a request's
cost, and also by what says nothing of reading, such as a ping.

@param movedOf - A number that changes whenever something of it was read; undefined while nothing waits to be.
*/
export function createStalls<Answer>(movedOf: (answer: Answer) => number | undefined): Stalls<Answer> {
	/** How far each was when it was last seen to move. */
	const answers = new Map<Answer, {moved: number | undefined; since: number}>();
	return {
		add: answer => void answers.set(answer, {moved: undefined, since: 0}),
		delete: answer => void answers.delete(answer),
		look(stalledMs) {
			const now = performance.now();
			const stalled = new Set<Answer>();
			for (const [answer, seen] of answers) {
				const moved = movedOf(answer);
				if (moved === undefined || moved !== seen.moved) {
					seen.moved = moved;
					seen.since = now;
				} else if (now - seen.since > stalledMs) {
					stalled.add(answer);
				}
			}
			return stalled;
		},
		[Symbol.iterator]: () => answers.keys(),
	};
}
