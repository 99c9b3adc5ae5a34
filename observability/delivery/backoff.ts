import type {DataCategory} from '@sentry/core';
import {disabledUntil, updateRateLimits} from '@sentry/core';
import type {Answer} from './http-post.ts';

/** Longest pause between two attempts, unless the receiver asks for more. */
const maxBackoffMs = 30_000;
const maxProbePauseMs = 10 * 60_000;
/** Longest pause a receiver may ask for: a timer past 24.8 days fires at once, and would never rest. */
const maxPauseMs = 60 * 60_000;

/** Nothing that is sent there will be taken until somebody changes something: an endpoint or a key that is not known. */
export function isRefusedForGood(status: number): boolean {
	return [401, 403, 404, 405, 410].includes(status);
}

/** After so many refusals of that kind in a row it is asked again: half a minute, doubling to ten minutes. Milliseconds. */
export function probePauseMs(refusals: number): number {
	return Math.min(maxProbePauseMs, 30_000 * 2 ** (refusals - 1)) * (0.75 + Math.random() / 4);
}

/** 0 stands for no answer at all. https://opentelemetry.io/docs/specs/otlp/#failures-1; 408 and 5xx because Sentry's relay sends them in passing trouble. */
export function isRetryable(status: number): boolean {
	return status === 0 || status === 408 || status === 429 || status >= 500;
}

/** Doubles from half a second, with jitter so that a fleet doesn't return at once. Milliseconds. */
export function backoffMs(failures: number): number {
	const ceiling = Math.min(maxBackoffMs, 500 * 2 ** (failures - 1));
	return ceiling * (0.5 + Math.random() / 2);
}

/**
For how long what is sent falls under a limit, of these categories or of all. Undefined when none names it. Milliseconds.

@param rateLimits - Sentry's `X-Sentry-Rate-Limits`.
*/
export function limitMs(
	rateLimits: string | undefined,
	categories: readonly DataCategory[],
): number | undefined {
	if (rateLimits === undefined) return undefined;
	const limits = updateRateLimits(
		{},
		{headers: {'x-sentry-rate-limits': rateLimits, 'retry-after': null}},
		1,
	);
	const ms = Math.max(...categories.map(category => disabledUntil(limits, category)), limits.all ?? 0) - 1;
	return ms > 0 ? ms : undefined;
}

/**
How long the receiver asks to be left alone. Milliseconds; undefined when it doesn't ask.

`X-Sentry-Rate-Limits` stands on any answer, also a good one, and limits some categories or all:
https://develop.sentry.dev/sdk/expected-features/rate-limiting/
`Retry-After` is seconds or a date: https://datatracker.ietf.org/doc/html/rfc9110#section-10.2.3

@param categories - What is sent there.
*/
export function askedPauseMs(
	{rateLimits, retryAfter}: Pick<Answer, 'rateLimits' | 'retryAfter'>,
	categories: readonly DataCategory[],
): number | undefined {
	const limit = limitMs(rateLimits, categories);
	if (limit !== undefined) return Math.min(limit, maxPauseMs);
	if (retryAfter === undefined) return undefined;
	const seconds = Number(retryAfter);
	const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(retryAfter) - Date.now();
	return Number.isFinite(ms) ? Math.min(Math.max(0, ms), maxPauseMs) : undefined;
}
