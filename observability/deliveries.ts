import type {Delivery, DeliveryChange, DropReason} from './delivery.ts';
import {createDelivery} from './delivery.ts';
import type {Logger} from './logger.ts';

/** What is delivered. Each has a buffer of its own, so that a flood of spans can't push errors out. */
export type Signal = 'events' | 'spans' | 'spotlight';

/** What is held back while a receiver is away: whichever is reached first. */
export const buffers: Record<Signal, {maxBytes: number; maxAgeMs: number}> = {
	events: {maxBytes: 4 * 1024 * 1024, maxAgeMs: 60 * 60_000},
	spans: {maxBytes: 16 * 1024 * 1024, maxAgeMs: 10 * 60_000},
	spotlight: {maxBytes: 1024 * 1024, maxAgeMs: 2000},
};

const attemptMs = 10_000;

export interface Deliveries {
	open(signal: Signal, url: string, headers?: Record<string, string>): Delivery;
	/** Bytes and items by signal, since the start. */
	counts(): Partial<Record<Signal, Delivery['counts']>>;
	/** What was dropped since this was last asked, as `spans queue_overflow` → items. */
	drainDropped(): Map<string, number>;
	close(timeoutMs: number): Promise<void>;
}

/** Every delivery of the process, and what its outages are worth telling. */
export function createDeliveries(logger: Logger): Deliveries {
	const opened = new Map<Signal, Delivery>();
	let dropped = new Map<string, number>();

	function tell(signal: Signal, change: DeliveryChange): void {
		if (change.kind === 'dropped') {
			count(signal, change.reason, change.items);
		} else if (change.kind === 'failing') {
			logger.warn(
				{signal, reason: change.reason},
				'telemetry is not taken: holding it back and trying again',
			);
		} else {
			logger.info({signal}, 'telemetry is taken again');
		}
	}

	function count(signal: Signal, reason: DropReason, items: number): void {
		const key = `${signal} ${reason}`;
		dropped.set(key, (dropped.get(key) ?? 0) + items);
	}

	return {
		open(signal, url, headers = {}) {
			const delivery = createDelivery({
				...buffers[signal],
				url,
				headers,
				timeoutMs: attemptMs,
				onChange: change => tell(signal, change),
			});
			opened.set(signal, delivery);
			return delivery;
		},
		counts: () => Object.fromEntries([...opened].map(([signal, {counts}]) => [signal, counts])),
		drainDropped() {
			const drained = dropped;
			dropped = new Map();
			return drained;
		},
		async close(timeoutMs) {
			await Promise.all([...opened.values()].map(delivery => delivery.close(timeoutMs)));
		},
	};
}
