import {context, createContextKey} from '@opentelemetry/api';
import type {createLocalJWKSet, errors, JSONWebKeySet, JWTVerifyGetKey} from 'jose';
import {readAnswer, withoutCredentials} from '../upstream/attempt.ts';
import {createTokenBucket} from '../upstream/retry-budget.ts';

export interface KeySetOptions {
	jose: {createLocalJWKSet: typeof createLocalJWKSet; errors: Pick<typeof errors, 'JWKSNoMatchingKey'>};
	/** Asks the key server. */
	ask: () => Promise<unknown>;
	/** Milliseconds. */
	now: () => number;
}

/** After this keys are asked for again. */
const freshMs = 600_000;
/** Without an answer they are believed for so long all the same: tokens are still signed with them, most likely. */
const staleMs = 3_600_000;
/** How often they are asked for, whatever tokens name and whatever is answered: a few times in a row, then each 6 s. */
const [asksInARow, asksPerSecond] = [5, 1 / 6];

/**
Find the key that a token names among the published ones (RFC 7517), as the last good answer had them.

They are asked for again at once when a token names one that is new, so that a rotation is noticed; but only so often,
so that tokens with invented key ids, or an outage, don't become requests to the key server. What is no key set is no
answer.

@throws why the last answer was none, where that is in the way of knowing; else jose's `JWKSNoMatchingKey`.
*/
export function createKeySet({jose, ask, now}: KeySetOptions): JWTVerifyGetKey {
	const asks = createTokenBucket(asksInARow, asksPerSecond, now);
	let find: JWTVerifyGetKey | undefined;
	let answeredAt = 0;
	let failure: unknown;
	let pending: Promise<void> | undefined;

	async function askNow(): Promise<void> {
		try {
			find = jose.createLocalJWKSet((await ask()) as JSONWebKeySet);
			answeredAt = now();
			failure = undefined;
		} catch (error) {
			failure = error;
			throw error;
		} finally {
			pending = undefined;
		}
	}

	/** @returns whether they were asked for. */
	async function refresh(): Promise<boolean> {
		if (!pending && !asks.take()) {
			if (failure !== undefined) throw failure;
			return false;
		}
		pending ??= askNow();
		await pending;
		return true;
	}

	async function current(): Promise<JWTVerifyGetKey> {
		const age = now() - answeredAt;
		if (find && age < freshMs) return find;
		await refresh().catch((error: unknown) => {
			if (!find || age > staleMs) throw error;
		});
		return find!;
	}

	return async function findKey(header, token) {
		const known = await current();
		try {
			return await known(header, token);
		} catch (error) {
			if (!(error instanceof jose.errors.JWKSNoMatchingKey)) throw error;
			// Somebody else's token may have brought them meanwhile.
			if (find === known && !(await refresh())) throw error;
			return find!(header, token);
		}
	};
}

/** Calls in a context that has it carry no trace headers. Equal to telemetry's own: the API gives equal names equal keys. */
const untracedKey = createContextKey('no trace headers');

/** A dozen keys with their certificates. */
const limitBytes = 262_144;

/**
Ask a key server for its keys, and take what it answers only if that is JSON, of a size that keys have, and in time.

It hears nothing of our traces: it is somebody else's, and asked on behalf of many requests.

@throws {Error} when it is not; the answer's own text stays out of it.
*/
export async function fetchKeys(keysUrl: string, timeoutMs: number): Promise<unknown> {
	const {url, authorization} = withoutCredentials(keysUrl);
	const init: RequestInit = {
		headers: {
			accept: 'application/json, application/jwk-set+json',
			...(authorization && {authorization}),
		},
		redirect: 'manual',
		// Until the last byte.
		signal: AbortSignal.timeout(timeoutMs),
	};
	const untraced = context.active().setValue(untracedKey, true);
	const response = await context.with(untraced, fetch, undefined, url, init);
	const text = await readAnswer(response, limitBytes);
	if (text === undefined) throw new Error(`its answer has more than ${limitBytes} bytes`);
	if (response.status !== 200) throw new Error(`it answers with ${response.status}`);
	try {
		return JSON.parse(text);
	} catch {
		throw new Error('its answer is no JSON');
	}
}
