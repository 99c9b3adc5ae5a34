import type {Burst, Generator, Load} from './load.ts';
import type {Stage, Target} from './stage.ts';

/**
CPU time per request answered, window by window.

A window lasts until the next one opens, not until its last answer: exports and garbage collection that an
answer left behind are part of its price. Open the meters of every server before any of them is loaded.
*/
export class Meter {
	readonly #stage: Stage;
	readonly #target: Target;
	readonly #openedAtMicros: number[] = [];
	readonly #requests: number[] = [];

	constructor(stage: Stage, target: Target) {
		this.#stage = stage;
		this.#target = target;
	}

	async open(): Promise<void> {
		this.#openedAtMicros.push((await this.#target.usage()).cpuMicros);
	}

	async load(options: Partial<Load> & {seconds: number; generator?: Generator}): Promise<Burst> {
		const burst = await this.#stage.load(this.#target, options);
		this.#requests.push(burst.requests);
		return burst;
	}

	/** Microseconds per request, one number a window; the last window closes now. */
	async microsPerRequest(): Promise<number[]> {
		const ends = [...this.#openedAtMicros.slice(1), (await this.#target.usage()).cpuMicros];
		return ends.map((end, i) => (end - this.#openedAtMicros[i]!) / this.#requests[i]!);
	}
}
