import type {DataCategory} from '@sentry/core';
import type {ProxyEnvironment} from './http-post.ts';
import {createPoster} from './http-post.ts';
import type {ReceiverChange} from './patience.ts';
import {createPatience} from './patience.ts';
import type {Counts, DropReason, Outcome, Parcel} from './queue.ts';
import {createParcels} from './queue.ts';

export interface DeliveryOptions {
	url: string;
	headers: Record<string, string>;
	/** As Sentry's rate limits name what is sent here. */
	categories: readonly DataCategory[];
	/** Held back at the most while the receiver is away. */
	maxBytes: number;
	/** Older than this is no longer worth sending. */
	maxAgeMs: number;
	/** For one attempt. */
	timeoutMs: number;
	proxies?: ProxyEnvironment;
	onChange: (change: DeliveryChange) => void;
}

export type DeliveryChange =
	| ReceiverChange
	| {kind: 'dropped'; reason: DropReason; items: number; detail: string};

export interface Delivery {
	/** Resolves when the receiver has taken it, or it was given up. Never rejects. */
	send(body: Buffer, items: number): Promise<Outcome>;
	/** Resolves when all that was sent before this call is taken or given up. */
	settled(): Promise<void>;
	/** The last attempt failed, or was refused for good. */
	isFailing(): boolean;
	/** For how long the receiver takes nothing more of this, as it said. 0: it does. */
	limitedMs(): number;
	/** What the last attempt came to, such as `status 401`. Undefined before there was one. */
	lastAnswer(): string | undefined;
	/** Try at once what waits, and give it up after a few failures, or at `at` (`performance.now()`). */
	hurry(at: number): void;
	/** Wait for what is under way until `at`; what is left then is dropped and counted. */
	close(at: number): Promise<void>;
	readonly counts: Readonly<Counts>;
}

const parallel = 4;

/**
Bring bodies to one HTTP receiver, through its outages.

Whatever a receiver does (refuse, hang, reset, 429, 5xx), a body is tried again with growing pauses
until it is taken, too old, or pushed out by newer ones; then it is counted and told.

A receiver that limits what is sent for longer, or that will never take it, is believed: what is sent meanwhile is
dropped at once, counted under that reason, and the receiver asked again rarely. See `createPatience`.
*/
export function createDelivery(options: DeliveryOptions): Delivery {
	const {categories, onChange} = options;
	const poster = createPoster(options.url, parallel, options.timeoutMs, options.proxies);
	const patience = createPatience(categories, onChange);
	const parcels = createParcels({
		...options,
		onDrop: (items, reason, detail) => onChange({kind: 'dropped', items, reason, detail}),
	});
	let underway = 0;
	let timer: NodeJS.Timeout | undefined;
	let hurriedAt: number | undefined;

	function pump(): void {
		clearTimeout(timer);
		const closed = patience.closed();
		if (closed) {
			for (let parcel = parcels.take(); parcel; parcel = parcels.take())
				parcels.settle(parcel, closed.outcome, closed.reason);
			return;
		}
		const pauseMs = patience.pauseMs();
		if (pauseMs > 0) {
			timer = setTimeout(pump, pauseMs).unref();
			return;
		}
		// While the receiver fails, or is not known yet, one attempt probes it; more would only pile up on it.
		const most = patience.isFailing() || parcels.counts.delivered === 0 ? 1 : parallel;
		while (underway < most) {
			const parcel = parcels.take();
			if (!parcel) return;
			void attempt(parcel);
		}
	}

	async function attempt(parcel: Parcel): Promise<void> {
		underway++;
		const answer = await poster.post(parcel.body, options.headers);
		underway--;
		const verdict = patience.judge(answer);
		const {rejected} = answer;
		if (verdict === 'again') parcels.putBack(parcel);
		else if (verdict === 'refused') parcels.settle(parcel, 'send_error', answer.reason);
		else if (rejected) parcels.settlePartly(parcel, rejected.items, `rejected: ${rejected.message}`);
		else parcels.settle(parcel, 'delivered', answer.reason);
		pump();
	}

	function hurry(at: number): void {
		hurriedAt = at;
		patience.hurry(at);
		pump();
	}

	return {
		counts: parcels.counts,
		settled: parcels.settled,
		isFailing: patience.isFailing,
		limitedMs: patience.limitedMs,
		lastAnswer: patience.lastAnswer,
		hurry,
		send(body, items) {
			const outcome = parcels.add(body, items);
			pump();
			return outcome;
		},
		async close(at) {
			if (hurriedAt !== at) hurry(at);
			let bound: NodeJS.Timeout | undefined;
			const late = new Promise<void>(resolve => {
				bound = setTimeout(resolve, Math.max(0, at - performance.now()));
			});
			await Promise.race([parcels.settled(), late]);
			clearTimeout(bound);
			patience.end();
			// What is under way fails now, is put back, and is given up with the rest.
			poster.close();
			pump();
			await parcels.settled();
			clearTimeout(timer);
		},
	};
}
