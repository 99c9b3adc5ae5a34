import type {DataCategory} from '@sentry/core';
import {askedPauseMs, backoffMs, isRefusedForGood, isRetryable, limitMs, probePauseMs} from './backoff.ts';
import type {Answer} from './http-post.ts';
import type {DropReason} from './queue.ts';

export type ReceiverChange = {kind: 'failing' | 'recovered' | 'limited' | 'refused'; reason: string};

/** What becomes of a body after an attempt. */
export type Verdict = 'taken' | 'again' | 'refused';

/** Why nothing is sent now, nor will be soon: what there is, is dropped under that reason. */
export interface Closed {
	outcome: DropReason;
	reason: string;
}

/** What is known of one receiver, and what follows for the next attempt. */
export interface Patience {
	/** Read the answer to an attempt. */
	judge(answer: Answer): Verdict;
	closed(): Closed | undefined;
	/** Until the next attempt. */
	pauseMs(): number;
	isFailing(): boolean;
	/** For how long the receiver takes nothing more, as it said. 0: it does. */
	limitedMs(): number;
	/** What the last attempt came to, such as `status 401`. Undefined before there was one. */
	lastAnswer(): string | undefined;
	/** The process stops: try at once, and be done after a few failures, or at `at` (`performance.now()`). */
	hurry(at: number): void;
	/** From now on nothing is news, and nothing is sent. */
	end(): void;
}

/** In a row, when the process stops: some three seconds. An outage that lasts longer may last for hours. */
const lastFailures = 4;
/** Under a shorter limit it is held back; nobody knows what of a longer one will still be worth sending. */
const longestLimitMs = 60_000;
const away: Closed = {outcome: 'network_error', reason: 'the receiver was away when the process stopped'};

/**
How long to wait for a receiver that refuses, hangs, resets or limits, and when to believe that it takes no more.

@param categories - As Sentry's rate limits name what is sent there.
@see https://develop.sentry.dev/sdk/expected-features/rate-limiting/
*/
export function createPatience(
	categories: readonly DataCategory[],
	onChange: (change: ReceiverChange) => void,
): Patience {
	let failures = 0;
	let lastAnswer: string | undefined;
	let pausedUntil = 0;
	let stopAt = Number.POSITIVE_INFINITY;
	/** In a row, of a receiver that will never take it as things are. */
	let refusals = 0;
	let shut: (Closed & {until: number; isLimit: boolean}) | undefined;
	/** The last limit, however short. */
	let limited: (Closed & {until: number}) | undefined;

	const isShut = () => shut !== undefined && shut.until > performance.now();

	/** Cut off by our own end, an answer says nothing of the receiver. */
	function tell(change: ReceiverChange): void {
		if (stopAt > 0) onChange(change);
	}

	function shutFor(kind: 'limited' | 'refused', ms: number, outcome: DropReason, reason: string): void {
		const isNews = shut?.isLimit !== (kind === 'limited');
		shut = {until: performance.now() + ms, outcome, reason, isLimit: kind === 'limited'};
		if (isNews) tell({kind, reason});
	}

	function pause(ms: number): void {
		pausedUntil = Math.max(pausedUntil, performance.now() + ms);
	}

	function taken(answer: Answer, isLimited: boolean): void {
		if (failures > 0 || (shut && !isShut())) onChange({kind: 'recovered', reason: answer.reason});
		failures = 0;
		refusals = 0;
		if (!isLimited) shut = undefined;
		pause(isLimited ? 0 : (askedPauseMs(answer, categories) ?? 0));
	}

	function failed(answer: Answer): void {
		if (failures === 0) tell({kind: 'failing', reason: answer.reason});
		// Attempts that ran side by side fail for one and the same reason: it counts once.
		if (pausedUntil <= performance.now()) failures++;
		// Who asks for no time at all, or for a date that is over, would be asked without end.
		pause(Math.max(askedPauseMs(answer, categories) ?? 0, backoffMs(failures)));
	}

	return {
		judge(answer) {
			if (stopAt > 0) lastAnswer = answer.reason;
			const limit = limitMs(answer.rateLimits, categories) ?? 0;
			const isLimited = limit > longestLimitMs;
			if (limit > 0) {
				const reason = `rate limited for ${Math.round(limit / 1000)} s: ${answer.rateLimits}`;
				limited = {outcome: 'ratelimit_backoff', reason, until: performance.now() + limit};
				if (isLimited) shutFor('limited', limit, limited.outcome, reason);
			}
			if (answer.status >= 200 && answer.status < 300) {
				taken(answer, isLimited);
				return 'taken';
			}
			if (isRetryable(answer.status)) {
				failed(answer);
				return 'again';
			}
			if (isRefusedForGood(answer.status))
				shutFor('refused', probePauseMs(++refusals), 'send_error', answer.reason);
			return 'refused';
		},
		closed() {
			if (isShut()) return shut;
			const isLate = stopAt < Number.POSITIVE_INFINITY && failures >= lastFailures;
			if (pausedUntil < stopAt && !isLate) return undefined;
			return limited && limited.until > performance.now() ? limited : away;
		},
		pauseMs: () => pausedUntil - performance.now(),
		isFailing: () => failures > 0 || refusals > 0,
		limitedMs: () => (shut?.isLimit && isShut() ? shut.until - performance.now() : 0),
		lastAnswer: () => lastAnswer,
		hurry(at) {
			stopAt = at;
			pausedUntil = 0;
			failures = Math.min(failures, 1);
		},
		end() {
			stopAt = 0;
		},
	};
}
