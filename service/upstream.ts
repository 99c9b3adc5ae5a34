import {setTimeout as sleep} from 'node:timers/promises';
import type {z} from 'zod';
import type {Deadline} from './deadline.ts';
import {UpstreamFailed} from './errors/upstream-failed.ts';
import {UpstreamTimedOut} from './errors/upstream-timed-out.ts';

/** A service that this one calls. */
export interface Upstream {
	/**
	@returns undefined for a 404.
	@throws {UpstreamFailed | UpstreamTimedOut | ClientLeft | RequestTimedOut}
	*/
	get<T>(path: string, schema: z.ZodType<T>, deadline: Deadline): Promise<T | undefined>;
}

export interface UpstreamOptions {
	/** Stands in errors, such as `catalog`. */
	name: string;
	baseUrl: string;
	/** For one call, its retries included. */
	timeoutMs: number;
	random: () => number;
}

const attempts = 3;
const passingTrouble = new Set([429, 502, 503, 504]);

/**
A client for one upstream service, over `fetch`, so each call is a client span and carries the trace.

A GET is tried again after passing trouble, with jitter and only while time is left. What is left is
told to the upstream, so that it doesn't work for a caller who has given up.
*/
export function createUpstream({name, baseUrl, timeoutMs, random}: UpstreamOptions): Upstream {
	const base = baseUrl.replace(/\/+$/, '');

	async function attempt(
		path: string,
		deadline: Deadline,
		ourTime: AbortSignal,
		leftMs: number,
	): Promise<Response> {
		return fetch(base + path, {
			headers: {accept: 'application/json', 'x-envoy-expected-rq-timeout-ms': String(Math.ceil(leftMs))},
			signal: AbortSignal.any([deadline.signal, ourTime]),
			redirect: 'error',
		});
	}

	return {
		async get(path, schema, deadline) {
			const ourTime = AbortSignal.timeout(timeoutMs);
			const until = performance.now() + timeoutMs;
			const leftMs = () => Math.max(1, Math.min(until - performance.now(), deadline.remainingMs()));
			for (let tried = 1; ; tried++) {
				const pauseMs = 50 * 2 ** tried * random();
				const mayRetry = tried < attempts && pauseMs < leftMs() / 2;
				try {
					const response = await attempt(path, deadline, ourTime, leftMs());
					if (response.status === 404) return void (await response.body?.cancel());
					if (response.ok) return await read(response, schema, name);
					await response.body?.cancel();
					if (!mayRetry || !passingTrouble.has(response.status)) {
						throw new UpstreamFailed(name, `status ${response.status}`);
					}
				} catch (error) {
					if (error instanceof UpstreamFailed) throw error;
					if (deadline.signal.aborted) throw deadline.signal.reason;
					if (ourTime.aborted) throw new UpstreamTimedOut(name, timeoutMs, {cause: error});
					if (!mayRetry) throw new UpstreamFailed(name, 'no answer', {cause: error});
				}
				await sleep(pauseMs);
			}
		},
	};
}

/** The body's own text stays out of the error: it is somebody's data. */
async function read<T>(response: Response, schema: z.ZodType<T>, name: string): Promise<T> {
	const body = await response.text();
	const parsed = schema.safeParse(parseJson(body));
	if (!parsed.success) throw new UpstreamFailed(name, 'an answer that is not what was agreed');
	return parsed.data;
}

function parseJson(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
}
