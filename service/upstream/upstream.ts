import {setTimeout as sleep} from 'node:timers/promises';
import type {z} from 'zod';
import type {Deadline} from '../http/deadline.ts';
import type {Question} from './ask-upstream.ts';
import {createAsk} from './ask-upstream.ts';
import {withoutCredentials} from './attempt.ts';
import type {UpstreamPath} from './path.ts';
import {createRetryBudget, pauseMs} from './retry-budget.ts';
import {UpstreamFailed} from './upstream-errors.ts';

/** A service that this one calls. */
export interface Upstream {
	/**
	Tried again after passing trouble.

	@returns undefined for a 404.
	@throws {UpstreamFailed | UpstreamTimedOut | ClientLeft | RequestTimedOut}
	*/
	get<T>(path: UpstreamPath, schema: z.ZodType<T>, deadline: Deadline): Promise<T | undefined>;
	/** Sent once: nobody knows what a request did that failed. Else as `get`. */
	post<T>(
		path: UpstreamPath,
		body: unknown,
		schema: z.ZodType<T>,
		deadline: Deadline,
	): Promise<T | undefined>;
}

export interface UpstreamOptions {
	/** Stands in errors, such as `catalog`. */
	name: string;
	baseUrl: string;
	/** For one call, its retries included. */
	timeoutMs: number;
	random: () => number;
	/** Longest answer taken. */
	answerLimitBytes?: number;
	/** The most at a time; what is beyond waits, and the waiting is part of its time. 64 when left out. */
	connections?: number;
}

const attempts = 3;
/** Share of the time that one connection may take: some is left to try another. */
const connectShare = 0.4;

/**
A client for one upstream service, over `fetch`, so each attempt is a client span and carries the trace.

A GET is tried again with jitter, while time is left, and only so often: see `createRetryBudget`.

@example
const upstream = createUpstream({name: 'catalog', baseUrl, timeoutMs: 5000, random: Math.random});
const found = await upstream.get(path`/products/${sku}`, product, deadline);
*/
export function createUpstream(options: UpstreamOptions): Upstream {
	const {name, baseUrl, timeoutMs, random, answerLimitBytes = 1_048_576, connections = 64} = options;
	const {url, authorization} = withoutCredentials(baseUrl);
	const base = url.replace(/\/+$/, '');
	const ask = createAsk({
		name,
		timeoutMs,
		connectMs: Math.ceil(timeoutMs * connectShare),
		answerBytes: answerLimitBytes,
		connections,
		headers: {accept: 'application/json', ...(authorization && {authorization})},
	});

	const retries = createRetryBudget(() => performance.now());

	async function call<T>(question: Question, most: number, schema: z.ZodType<T>): Promise<T | undefined> {
		const {deadline, until} = question;
		retries.deposit();
		for (let tried = 1; ; tried++) {
			const answer = await ask(question, tried - 1);
			if ('status' in answer) {
				if (answer.status === 404) return undefined;
				if (answer.status < 200 || answer.status > 299) {
					const cause = new Error(
						`${question.method} ${question.url.split('?')[0]} is answered with ${answer.status}`,
					);
					throw new UpstreamFailed(name, `status ${answer.status}`, {cause});
				}
				return read(answer.text, schema);
			}
			const pause = Math.max(answer.retryAfterMs, pauseMs(tried, random));
			const leftMs = Math.min(until - performance.now(), deadline.remainingMs());
			// An attempt that starts with less time than was waited for it is hardly worth the upstream's trouble.
			if (tried === most || pause > leftMs / 2 || !retries.take(deadline)) throw answer.trouble;
			await sleep(pause, undefined, {signal: deadline.signal}).catch(() => {
				throw deadline.signal.reason;
			});
		}
	}

	/** The answer's own text stays out of the error: it is somebody's data. */
	function read<T>(text: string, schema: z.ZodType<T>): T {
		const parsed = schema.safeParse(parseJson(text));
		if (!parsed.success) {
			throw new UpstreamFailed(name, 'an answer that is not what was agreed', {cause: parsed.error});
		}
		return parsed.data;
	}

	const question = (method: Question['method'], path: UpstreamPath, deadline: Deadline): Question => ({
		method,
		url: `${base}${path}`,
		deadline,
		until: performance.now() + timeoutMs,
	});

	return {
		get: (path, schema, deadline) => call(question('GET', path, deadline), attempts, schema),
		post: (path, body, schema, deadline) =>
			call({...question('POST', path, deadline), body: JSON.stringify(body)}, 1, schema),
	};
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
