export interface WaitOptions {
	/** Default 60000: what comes at all comes sooner, even to a busy machine. */
	timeoutMs?: number;
}

interface Waiter<T> {
	offer(item: T): void;
	reject(reason: unknown): void;
}

/** What arrived of one kind, and who waits for more of it. */
export class Arrivals<T> {
	readonly all: T[] = [];
	readonly #noun: string;
	readonly #explain: () => string;
	readonly #waiting = new Set<Waiter<T>>();
	#closed: string | undefined;

	/**
	@param noun - What to call one of them in messages.
	@param explain - Says what did arrive, for the message of a wait that fails.
	*/
	constructor(noun: string, explain: () => string) {
		this.#noun = noun;
		this.#explain = explain;
	}

	add(item: T): void {
		this.all.push(item);
		for (const {offer} of this.#waiting) offer(item);
	}

	/**
	The first match, among those already here and else among those that arrive in time.

	@throws {Error} After `timeoutMs`, or when nothing can arrive any more, listing what did; and whatever `matches`
	throws.
	*/
	async first(
		matches: (item: T) => boolean = () => true,
		{timeoutMs = 60_000}: WaitOptions = {},
	): Promise<T> {
		const here = this.all.find(item => matches(item));
		if (here !== undefined) return here;
		if (this.#closed !== undefined) throw this.#failure(this.#closed);
		const {promise, resolve, reject} = Promise.withResolvers<T>();
		const offer = (item: T) => {
			// Thrown into the sink's request handler, an error of the test's predicate would be nobody's.
			try {
				if (matches(item)) resolve(item);
			} catch (error) {
				reject(error);
			}
		};
		const waiter = {offer, reject};
		this.#waiting.add(waiter);
		const timer = setTimeout(() => reject(this.#failure(`within ${timeoutMs} ms`)), timeoutMs);
		return promise.finally(() => {
			clearTimeout(timer);
			this.#waiting.delete(waiter);
		});
	}

	clear(): void {
		this.all.length = 0;
	}

	/** Nothing arrives any more: fail every wait, now and later. @param why - Ends "No span matched …". */
	close(why: string): void {
		this.#closed = why;
		for (const {reject} of this.#waiting) reject(this.#failure(why));
	}

	#failure(why: string): Error {
		return new Error(`No ${this.#noun} matched ${why}. Arrived:\n${this.#explain()}`);
	}
}
