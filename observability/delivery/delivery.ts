import type {DataCategory} from '@sentry/core';
import {askedPauseMs, backoffMs, isRefusedForGood, isRetryable, limitMs, probePauseMs} from './backoff.ts';
import type {Answer, ProxyEnvironment} from './http-post.ts';
import {createPoster} from './http-post.ts';
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
	| {kind: 'failing' | 'recovered' | 'limited' | 'refused'; reason: string}
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
/** In a row, when the process stops: some three seconds. An outage that lasts longer may last for hours. */
const lastFailures = 4;

/** Under a shorter limit it is held back; nobody knows what of a longer one will still be worth sending. */
const longestLimitMs = 60_000;

/**
Bring bodies to one HTTP receiver, through its outages.

Whatever a receiver does (refuse, hang, reset, 429, 5xx), a body is tried again with growing pauses
until it is taken, too old, or pushed out by newer ones; then it is counted and told.

A receiver that limits what is sent for longer, or that will never take it, is believed: what is sent meanwhile is
dropped at once, counted under that reason, and the receiver asked again rarely.
https://develop.sentry.dev/sdk/expected-features/rate-limiting/
*/
export function createDelivery(options: DeliveryOptions): Delivery {
	const {categories, onChange} = options;
	const poster = createPoster(options.url, parallel, options.timeoutMs, options.proxies);
	const parcels = createParcels({
		...options,
		onDrop: (items, reason, detail) => onChange({kind: 'dropped', items, reason, detail}),
	});
	let underway = 0;
	let failures = 0;
	let lastAnswer: string | undefined;
	let pausedUntil = 0;
	let timer: NodeJS.Timeout | undefined;
	let stopAt = Number.POSITIVE_INFINITY;
	/** In a row, of a receiver that will never take it as things are. */
	let refusals = 0;
	/** Until then what is sent is dropped at once, for this reason. */
	let closed: {until: number; outcome: DropReason; reason: string; isLimit: boolean} | undefined;

	function isClosed(): boolean {
		return closed !== undefined && closed.until > performance.now();
	}

	function close(kind: 'limited' | 'refused', ms: number, outcome: DropReason, reason: string): void {
		const isNews = closed?.isLimit !== (kind === 'limited');
		closed = {until: performance.now() + ms, outcome, reason, isLimit: kind === 'limited'};
		if (isNews && stopAt > 0) onChange({kind, reason});
	}

	function pump(): void {
		if (closed && isClosed()) {
			giveUp(closed.reason, closed.outcome);
			return;
		}
		const pauseMs = pausedUntil - performance.now();
		clearTimeout(timer);
		if (pausedUntil >= stopAt || (stopAt < Number.POSITIVE_INFINITY && failures >= lastFailures)) {
			giveUp('the receiver was away when the process stopped');
			return;
		}
		if (pauseMs > 0) {
			timer = setTimeout(pump, pauseMs).unref();
			return;
		}
		// While the receiver fails, or is not known yet, one attempt probes it; more would only pile up on it.
		const most = failures === 0 && parcels.counts.delivered > 0 ? parallel : 1;
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
		// Cut off by our own close, it says nothing of the receiver.
		if (stopAt > 0) lastAnswer = answer.reason;
		const limit = limitMs(answer.rateLimits, categories) ?? 0;
		if (limit > longestLimitMs) {
			const seconds = Math.round(limit / 1000);
			close('limited', limit, 'ratelimit_backoff', `rate limited for ${seconds} s: ${answer.rateLimits}`);
		}
		if (answer.status >= 200 && answer.status < 300) {
			taken(answer, limit);
			const {rejected} = answer;
			if (rejected) parcels.settlePartly(parcel, rejected.items, `rejected: ${rejected.message}`);
			else parcels.settle(parcel, 'delivered', answer.reason);
		} else if (isRetryable(answer.status)) {
			fail(answer);
			parcels.putBack(parcel);
		} else {
			if (isRefusedForGood(answer.status)) {
				close('refused', probePauseMs(++refusals), 'send_error', answer.reason);
			}
			parcels.settle(parcel, 'send_error', answer.reason);
		}
		pump();
	}

	function taken(answer: Answer, limit: number): void {
		if (failures > 0 || (closed && !isClosed())) onChange({kind: 'recovered', reason: answer.reason});
		failures = 0;
		refusals = 0;
		if (limit <= longestLimitMs) closed = undefined;
		pause(limit > longestLimitMs ? 0 : (askedPauseMs(answer, categories) ?? 0));
	}

	function fail(answer: Answer): void {
		if (failures === 0 && stopAt > 0) onChange({kind: 'failing', reason: answer.reason});
		// Attempts that ran side by side fail for one and the same reason: it counts once.
		if (pausedUntil <= performance.now()) failures++;
		pause(askedPauseMs(answer, categories) ?? backoffMs(failures));
	}

	function pause(ms: number): void {
		pausedUntil = Math.max(pausedUntil, performance.now() + ms);
	}

	function giveUp(detail: string, reason: DropReason = 'network_error'): void {
		for (let parcel = parcels.take(); parcel; parcel = parcels.take()) parcels.settle(parcel, reason, detail);
	}

	function hurry(at: number): void {
		stopAt = at;
		pausedUntil = 0;
		failures = Math.min(failures, 1);
		pump();
	}

	return {
		counts: parcels.counts,
		settled: parcels.settled,
		isFailing: () => failures > 0 || refusals > 0,
		limitedMs: () => (closed?.isLimit && isClosed() ? closed.until - performance.now() : 0),
		lastAnswer: () => lastAnswer,
		hurry,
		send(body, items) {
			const outcome = parcels.add(body, items);
			pump();
			return outcome;
		},
		async close(at) {
			if (stopAt !== at) hurry(at);
			let bound: NodeJS.Timeout | undefined;
			const late = new Promise<void>(resolve => {
				bound = setTimeout(resolve, Math.max(0, at - performance.now()));
			});
			await Promise.race([parcels.settled(), late]);
			clearTimeout(bound);
			stopAt = 0;
			// What is under way fails now, is put back, and is given up with the rest.
			poster.close();
			pump();
			await parcels.settled();
			clearTimeout(timer);
		},
	};
}
