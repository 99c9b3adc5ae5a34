/** Sentry's own words: https://develop.sentry.dev/sdk/telemetry/client-reports/ */
export type DropReason = 'queue_overflow' | 'ratelimit_backoff' | 'network_error' | 'send_error';

export type Outcome = 'delivered' | DropReason;

export interface Counts {
	delivered: number;
	dropped: number;
	/** Waiting or under way. */
	waiting: number;
	waitingBytes: number;
}

/** A body on its way to a receiver, and how many spans or events it holds. */
export interface Parcel {
	body: Buffer;
	items: number;
	/** Milliseconds of `performance.now()`. */
	since: number;
	settle: (outcome: Outcome) => void;
}

export interface Parcels {
	readonly counts: Readonly<Counts>;
	/**
	Take one in. Resolves with what became of it. When there are too many bytes the oldest are pushed out, and before
	them whatever is a giant: a new one as well.
	*/
	add(body: Buffer, items: number): Promise<Outcome>;
	/** Put back one that was not delivered: it is still the oldest. */
	putBack(parcel: Parcel): void;
	/** The oldest that is still worth sending. */
	take(): Parcel | undefined;
	/** It has left for good. */
	settle(parcel: Parcel, outcome: Outcome, detail: string): void;
	/** It was taken, but for some of what it holds. */
	settlePartly(parcel: Parcel, rejected: number, detail: string): void;
	/** Resolves when all that were added before this call have left. */
	settled(): Promise<void>;
}

export interface ParcelsOptions {
	/** Waiting and under way together. */
	maxBytes: number;
	/** Older than this is no longer worth sending. */
	maxAgeMs: number;
	onDrop: (items: number, reason: DropReason, detail: string) => void;
}

/** A body larger than this share of the whole pushes nothing out: there would be little left besides it. */
const giantShare = 1 / 4;

/** What waits for one receiver: bounded in bytes and in time, and nothing leaves it uncounted. */
export function createParcels({maxBytes, maxAgeMs, onDrop}: ParcelsOptions): Parcels {
	const queue: Parcel[] = [];
	const unsettled = new Set<Promise<Outcome>>();
	const counts: Counts = {delivered: 0, dropped: 0, waiting: 0, waitingBytes: 0};

	function settle({body, items, settle: tell}: Parcel, outcome: Outcome, detail: string): void {
		counts.waiting -= items;
		counts.waitingBytes -= body.length;
		if (outcome === 'delivered') counts.delivered += items;
		else {
			counts.dropped += items;
			onDrop(items, outcome, detail);
		}
		tell(outcome);
	}

	return {
		counts,
		settle,
		settlePartly(parcel, rejected, detail) {
			const {items} = parcel;
			const lost = Math.min(rejected, items);
			settle(parcel, 'delivered', detail);
			counts.delivered -= lost;
			counts.dropped += lost;
			onDrop(lost, 'send_error', detail);
		},
		add(body, items) {
			const {promise, resolve} = Promise.withResolvers<Outcome>();
			queue.push({body, items, since: performance.now(), settle: resolve});
			unsettled.add(promise);
			void promise.then(() => unsettled.delete(promise));
			counts.waiting += items;
			counts.waitingBytes += body.length;
			while (counts.waitingBytes > maxBytes && queue.length > 0) {
				const giant = queue.findIndex(waiting => waiting.body.length > maxBytes * giantShare);
				const [pushedOut] = queue.splice(Math.max(giant, 0), 1);
				settle(pushedOut!, 'queue_overflow', `more than ${maxBytes} bytes waiting`);
			}
			return promise;
		},
		putBack(parcel) {
			queue.unshift(parcel);
		},
		take() {
			while (queue.length > 0 && performance.now() - queue[0]!.since > maxAgeMs) {
				settle(queue.shift()!, 'network_error', `older than ${maxAgeMs} ms`);
			}
			return queue.shift();
		},
		async settled() {
			await Promise.all(unsettled);
		},
	};
}
