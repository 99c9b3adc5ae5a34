import {createPoster} from './http-post.ts';
import {backoffMs, isRetryable, retryAfterMs} from './retry.ts';

export interface DeliveryOptions {
	url: string;
	headers: Record<string, string>;
	/** Held back at the most while the receiver is away. */
	maxBytes: number;
	/** Older than this is no longer worth sending. */
	maxAgeMs: number;
	/** For one attempt. */
	timeoutMs: number;
	onChange: (change: DeliveryChange) => void;
}

export type DeliveryChange =
	| {kind: 'failing' | 'recovered'; reason: string}
	| {kind: 'dropped'; reason: DropReason; items: number; detail: string};

/** Sentry's own words: https://develop.sentry.dev/sdk/telemetry/client-reports/ */
export type DropReason = 'queue_overflow' | 'network_error' | 'send_error';

export interface Delivery {
	/** Resolves true when the receiver has taken it, false when it was given up. Never rejects. */
	send(body: Buffer, items: number): Promise<boolean>;
	/** Resolves when nothing waits; true, as Sentry's transports do. */
	idle(): Promise<boolean>;
	/** Send what waits, for `timeoutMs` at the most; what is left then is dropped and counted. */
	close(timeoutMs: number): Promise<void>;
	readonly counts: Readonly<Counts>;
}

interface Counts {
	delivered: number;
	dropped: number;
	waiting: number;
	waitingBytes: number;
}

interface Parcel {
	body: Buffer;
	items: number;
	/** Milliseconds of `performance.now()`. */
	since: number;
	settle: (delivered: boolean) => void;
}

const parallel = 4;

/**
Bring bodies to one HTTP receiver, through its outages.

Whatever a receiver does (refuse, hang, reset, 429, 5xx), a body is tried again with growing pauses
until it is taken, too old, or pushed out by newer ones; then it is counted and told.
*/
export function createDelivery(options: DeliveryOptions): Delivery {
	const poster = createPoster(options.url, parallel, options.timeoutMs);
	const queue: Parcel[] = [];
	const waitingFor = new Set<Promise<boolean>>();
	const counts: Counts = {delivered: 0, dropped: 0, waiting: 0, waitingBytes: 0};
	let underway = 0;
	let failures = 0;
	let pausedUntil = 0;
	let timer: NodeJS.Timeout | undefined;
	let closing: {at: number; done: () => void} | undefined;
	let closed = false;

	function pump(): void {
		const now = performance.now();
		if (closing && (counts.waiting === 0 || pausedUntil >= closing.at)) closing.done();
		if (pausedUntil > now) {
			clearTimeout(timer);
			timer = setTimeout(pump, pausedUntil - now);
			if (!closing) timer.unref();
			return;
		}
		// While the receiver fails, one attempt probes it; more would only pile up on it.
		while (queue.length > 0 && underway < (failures > 0 ? 1 : parallel)) void attempt(queue.shift()!);
	}

	async function attempt(parcel: Parcel): Promise<void> {
		underway++;
		const {status, retryAfter, reason} = await poster.post(parcel.body, options.headers);
		underway--;
		if (status >= 200 && status < 300) {
			if (failures > 0) options.onChange({kind: 'recovered', reason});
			failures = 0;
			counts.delivered += parcel.items;
			settle(parcel, true);
		} else if (!closed && isRetryable(status) && performance.now() - parcel.since < options.maxAgeMs) {
			if (failures++ === 0) options.onChange({kind: 'failing', reason});
			pausedUntil = performance.now() + (retryAfterMs(retryAfter) ?? backoffMs(failures));
			queue.unshift(parcel);
			trim();
		} else {
			drop(parcel, status === 0 ? 'network_error' : 'send_error', reason);
		}
		pump();
	}

	function trim(): void {
		while (counts.waitingBytes > options.maxBytes && queue.length > 0) {
			drop(queue.shift()!, 'queue_overflow', `more than ${options.maxBytes} bytes waiting`);
		}
	}

	function drop(parcel: Parcel, reason: DropReason, detail: string): void {
		counts.dropped += parcel.items;
		options.onChange({kind: 'dropped', reason, items: parcel.items, detail});
		settle(parcel, false);
	}

	function settle(parcel: Parcel, delivered: boolean): void {
		counts.waiting -= parcel.items;
		counts.waitingBytes -= parcel.body.length;
		parcel.settle(delivered);
	}

	return {
		counts,
		async idle() {
			while (waitingFor.size > 0) await Promise.all(waitingFor);
			return true;
		},
		send(body, items) {
			const settled = new Promise<boolean>(settle => {
				queue.push({body, items, since: performance.now(), settle});
			});
			waitingFor.add(settled);
			void settled.then(() => waitingFor.delete(settled));
			counts.waiting += items;
			counts.waitingBytes += body.length;
			trim();
			pump();
			return settled;
		},
		async close(timeoutMs) {
			const at = performance.now() + timeoutMs;
			let bound: NodeJS.Timeout | undefined;
			await new Promise<void>(done => {
				closing = {at, done};
				bound = setTimeout(done, timeoutMs);
				pausedUntil = Math.min(pausedUntil, performance.now());
				pump();
			});
			clearTimeout(bound);
			clearTimeout(timer);
			closed = true;
			for (const parcel of queue.splice(0)) drop(parcel, 'network_error', 'stopped before it was taken');
			poster.close();
		},
	};
}
