import {setTimeout as wait} from 'node:timers/promises';
import type {Burst, Generator, Load} from './load.ts';
import type {Stage, Target} from './stage.ts';

type Reading = {cpuMicros: number; atMs: number};

const restMs = 2000;

/**
CPU time per request answered, window by window.

A window lasts until the next one opens, not until its last answer: exports and garbage collection that an
answer left behind are part of its price. What the server does unasked, such as its timers, is not. Open the meters of
every server before any of them is loaded.
*/
export class Meter {
	readonly #stage: Stage;
	readonly #target: Target;
	readonly #now: () => number;
	readonly #opened: Reading[] = [];
	readonly #bursts: Burst[] = [];
	#idleMicrosPerMs = 0;

	/** @param now - Milliseconds. */
	constructor(stage: Stage, target: Target, now = () => performance.now()) {
		this.#stage = stage;
		this.#target = target;
		this.#now = now;
	}

	/** Measure what the server does unasked. Nothing may be under way. */
	async rest(ms = restMs): Promise<void> {
		const before = await this.#read();
		await wait(ms);
		const after = await this.#read();
		this.#idleMicrosPerMs = (after.cpuMicros - before.cpuMicros) / (after.atMs - before.atMs);
	}

	async open(): Promise<void> {
		this.#opened.push(await this.#read());
	}

	async load(options: Partial<Load> & {seconds: number; generator?: Generator}): Promise<Burst> {
		const burst = await this.#stage.load(this.#target, options);
		this.#bursts.push(burst);
		return burst;
	}

	/** Microseconds per request, one number a window; the last window closes now. */
	async microsPerRequest(): Promise<number[]> {
		const ends = [...this.#opened.slice(1), await this.#read()];
		return ends.map((end, i) => {
			const [start, {requests, seconds}] = [this.#opened[i]!, this.#bursts[i]!];
			const idleMs = end.atMs - start.atMs - seconds * 1000;
			return (end.cpuMicros - start.cpuMicros - idleMs * this.#idleMicrosPerMs) / requests;
		});
	}

	async #read(): Promise<Reading> {
		return {cpuMicros: (await this.#target.usage()).cpuMicros, atMs: this.#now()};
	}
}
