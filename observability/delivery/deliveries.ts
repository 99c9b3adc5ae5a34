import type {DataCategory} from '@sentry/core';
import type {Config} from '../../config/config.ts';
import type {Logger} from '../logs/logger.ts';
import type {Delivery, DeliveryChange} from './delivery.ts';
import {createDelivery} from './delivery.ts';
import type {ProxyEnvironment} from './http-post.ts';
import type {DropReason} from './queue.ts';

/**
What is delivered. Each has a buffer and connections of its own, so that a flood of spans can't push
errors out, and a rate limit on sessions doesn't hold them up.
*/
export type Signal = 'events' | 'logs' | 'checkins' | 'reports' | 'spans' | 'spotlight';

export interface Bound {
	maxBytes: number;
	maxAgeMs: number;
}

const minute = 60_000;

/** What is held back while a receiver is away: whichever is reached first. Spans are counted compressed. */
export const buffers: Record<Signal, Bound> = {
	events: {maxBytes: 4 * 1024 * 1024, maxAgeMs: 60 * minute},
	/** Log lines, and what `Sentry.metrics` counts. */
	logs: {maxBytes: 2 * 1024 * 1024, maxAgeMs: 60 * minute},
	/** Of jobs. Late, one would say that a job runs which is long done. */
	checkins: {maxBytes: 256 * 1024, maxAgeMs: 10 * minute},
	/** Sessions and Sentry's client reports. */
	reports: {maxBytes: 256 * 1024, maxAgeMs: 60 * minute},
	spans: {maxBytes: 16 * 1024 * 1024, maxAgeMs: 10 * minute},
	spotlight: {maxBytes: 1024 * 1024, maxAgeMs: 2000},
};

const categories: Record<Signal, readonly DataCategory[]> = {
	events: ['error'],
	logs: ['log_item', 'trace_metric'],
	checkins: ['monitor'],
	reports: ['session'],
	spans: ['span', 'transaction'],
	spotlight: [],
};

const attemptMs = 10_000;

export interface Dropped {
	signal: Signal;
	reason: DropReason;
	/** Such as `status 413`. */
	detail: string;
	items: number;
}

/** One receiver, and what became of the items sent there. */
export interface DeliveryState {
	signal: Signal;
	url: string;
	delivered: number;
	dropped: number;
	/** Since the start, by reason. */
	droppedBy: ReadonlyMap<DropReason, number>;
	waiting: number;
	isFailing: boolean;
	/** The receiver said that it takes no more for so long. */
	limitedMs: number;
	/** Such as `status 401`. Undefined before there was one. */
	lastAnswer: string | undefined;
}

export interface Deliveries {
	open(signal: Signal, url: string, headers?: Record<string, string>): Delivery;
	/** What became of everything since the start. */
	states(): DeliveryState[];
	/** What was dropped since this was last asked. */
	drainDropped(): Dropped[];
	/** Stop is near: see `Delivery`. */
	hurry(at: number): void;
	close(at: number): Promise<void>;
}

/** The proxies of the environment, for those of a machine that reaches its receivers through nothing else. */
export function proxiesOf({httpProxy, httpsProxy, noProxy}: Config): ProxyEnvironment {
	return {
		...(httpProxy !== undefined && {HTTP_PROXY: httpProxy}),
		...(httpsProxy !== undefined && {HTTPS_PROXY: httpsProxy}),
		...(noProxy !== undefined && {NO_PROXY: noProxy}),
	};
}

/** Every delivery of the process, and what its outages are worth telling. */
export function createDeliveries(logger: Logger, proxies: ProxyEnvironment = {}): Deliveries {
	const opened = new Map<Signal, Delivery & {url: string}>();
	let dropped = new Map<string, Dropped>();
	const droppedBy = new Map<Signal, Map<DropReason, number>>();

	function tell(signal: Signal, change: DeliveryChange): void {
		if (change.kind === 'dropped') {
			const {reason, detail, items} = change;
			const key = `${signal} ${reason} ${detail}`;
			const before = dropped.get(key)?.items ?? 0;
			dropped.set(key, {signal, reason, detail, items: before + items});
			const reasons = droppedBy.get(signal) ?? new Map<DropReason, number>();
			droppedBy.set(signal, reasons.set(reason, (reasons.get(reason) ?? 0) + items));
			return;
		}
		const {kind, reason} = change;
		if (kind === 'failing') {
			logger.warn({signal, reason}, 'telemetry is not taken: holding it back and trying again');
		} else if (kind === 'limited') {
			logger.warn({signal, reason}, 'telemetry is limited: what is more is discarded until then');
		} else if (kind === 'refused') {
			logger.error(
				{signal, reason},
				`telemetry is refused, and asked for rarely now: ${adviceOn(signal, reason)}`,
			);
		} else {
			logger.info({signal}, 'telemetry is taken again');
		}
	}

	return {
		open(signal, url, headers = {}) {
			const delivery = createDelivery({
				...buffers[signal],
				categories: categories[signal],
				url,
				headers,
				timeoutMs: attemptMs,
				proxies,
				onChange: change => tell(signal, change),
			});
			opened.set(signal, {...delivery, url});
			return delivery;
		},
		states: () =>
			[...opened].map(([signal, {url, counts, isFailing, limitedMs, lastAnswer}]) => ({
				signal,
				url,
				delivered: counts.delivered,
				dropped: counts.dropped,
				droppedBy: droppedBy.get(signal) ?? new Map(),
				waiting: counts.waiting,
				isFailing: isFailing(),
				limitedMs: limitedMs(),
				lastAnswer: lastAnswer(),
			})),
		drainDropped() {
			const drained = [...dropped.values()];
			dropped = new Map();
			return drained;
		},
		hurry(at) {
			for (const delivery of opened.values()) delivery.hurry(at);
		},
		async close(at) {
			await Promise.all([...opened.values()].map(delivery => delivery.close(at)));
		},
	};
}

/** What to set instead, when a receiver answers such as `status 404`. */
export function adviceOn(signal: Signal, answer: string): string {
	if (/status 40[13]/.test(answer)) return 'the key is not, or no longer, known there';
	if (signal !== 'spans') return 'there is no such project, or it takes none of these: look at the DSN';
	return 'no such project, or a server without that endpoint: SENTRY_SPAN_PROTOCOL=envelope is for one without OTLP, SENTRY_TRACES_SAMPLE_RATE=0 for one without spans, OTEL_EXPORTER_OTLP_ENDPOINT for a Collector';
}
