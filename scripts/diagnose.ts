import type {DeliveryState, Signal} from '../observability/delivery/deliveries.ts';
import {adviceOn} from '../observability/delivery/deliveries.ts';

export interface Diagnosis {
	healthy: boolean;
	lines: string[];
}

const contents: Partial<Record<Signal, string>> = {
	events: 'the error',
	spans: 'the span',
	spotlight: 'both, for Spotlight',
};

/**
Say of each receiver what it did, and what that usually means.

Healthy when the error and the span each had somewhere to go, and all were accepted.
*/
export function diagnose(states: DeliveryState[], waitMs: number): Diagnosis {
	const has = (signal: Signal) => states.some(state => state.signal === signal);
	const lines = states.map(state => {
		const {limitedMs, signal} = state;
		const verdict = isAccepted(state) ? 'accepted' : limitedMs > 0 ? 'LIMITED' : 'NOT ACCEPTED';
		const answer = state.lastAnswer ?? `no answer in ${waitMs} ms`;
		const hint = isAccepted(state)
			? ''
			: limitedMs > 0
				? `it takes no more of these for ${Math.round(limitedMs / 1000)} s, as it says; what is sent meanwhile is discarded`
				: hintFor(signal, state.lastAnswer);
		return `${contents[state.signal]} → ${withoutKey(state.url)}: ${verdict}, ${answer}${hint && `: ${hint}`}`;
	});
	const missing = [
		...(has('events') || has('spotlight') ? [] : ['the error → nowhere: SENTRY_DSN is not set']),
		...(has('spans') || has('spotlight') ? [] : ['the span → nowhere: SENTRY_DSN is not set']),
	];
	return {healthy: missing.length === 0 && states.every(isAccepted), lines: [...lines, ...missing]};
}

function isAccepted({signal, delivered, dropped, isFailing, limitedMs}: DeliveryState): boolean {
	return delivered >= (signal === 'spotlight' ? 2 : 1) && dropped === 0 && !isFailing && limitedMs === 0;
}

/** A DSN's key may stand in the query, a collector's in front of the host. */
function withoutKey(url: string): string {
	const {origin, pathname} = new URL(url);
	return origin + pathname;
}

function hintFor(signal: Signal, answer: string | undefined): string {
	if (answer === undefined) return 'a firewall or a proxy may hold it back';
	if (/status 4(?:0[1345]|10)/.test(answer)) return adviceOn(signal, answer);
	if (/status 413/.test(answer)) return 'larger than it takes';
	if (/status 429/.test(answer)) return 'a quota or a rate limit is used up';
	if (answer.includes('ECONNREFUSED')) return 'nothing listens there';
	if (/ENOTFOUND|EAI_AGAIN/.test(answer)) return 'there is no such host';
	return '';
}
