import type {Deadline} from '../http/deadline.ts';
import {createAttempts, readAnswer} from './attempt.ts';
import {retryAfterMs} from './retry-budget.ts';
import {createSlots} from './slots.ts';
import {UpstreamFailed, UpstreamTimedOut} from './upstream-errors.ts';

export interface Question {
	method: 'GET' | 'POST';
	url: string;
	/** JSON. */
	body?: string;
	deadline: Deadline;
	/** Milliseconds of `performance.now()`. */
	until: number;
}

export interface Limits {
	/** Stands in errors. */
	name: string;
	/** For all attempts together. */
	timeoutMs: number;
	/** To get a connection for one attempt. */
	connectMs: number;
	answerBytes: number;
	/** Connections at a time: what is beyond waits, and the waiting is part of its time. */
	connections: number;
	/** Sent with every attempt. */
	headers: Record<string, string>;
}

export type Answer = {status: number; text: string} | {trouble: Error; retryAfterMs: number};

const passingTrouble = new Set([429, 502, 503, 504]);

/**
Ask an upstream once.

What is left of the time is told to it (`x-envoy-expected-rq-timeout-ms`), so that it doesn't work for
a caller who has given up. A redirect is not followed: it could lead anywhere.
*/
export function createAsk({name, timeoutMs, connectMs, answerBytes, connections, headers: always}: Limits) {
	const startAttempt = createAttempts();
	const slots = createSlots(connections);

	/**
	@param tried - Attempts before this one.
	@returns trouble where another attempt may help.
	@throws {UpstreamFailed | UpstreamTimedOut} and the reason of the deadline, where none can.
	*/
	return async function ask({method, url, body, deadline, until}: Question, tried: number): Promise<Answer> {
		const {signal} = deadline;
		if (signal.aborted) throw signal.reason;
		if (deadline.isAnswered) throw tooLate(name);
		const leftMs = () => until - performance.now();
		let over: Error | undefined;
		let isConnected = false;
		let connecting: NodeJS.Timeout | undefined;
		// Which of an upstream's calls it was: the trace may not be kept.
		const because = (happened: string) => ({cause: new Error(`${method} ${url.split('?')[0]} ${happened}`)});
		const attempt = startAttempt(tried, () => clearTimeout(connecting));
		const end = (reason: Error) => {
			over = reason;
			attempt.abort(reason);
		};
		const answering = setTimeout(() => {
			const happened = isConnected
				? `has no answer, asked ${tried + 1} times`
				: `waits for one of ${connections} connections`;
			end(new UpstreamTimedOut(name, 'answer', timeoutMs, because(happened)));
		}, leftMs());
		const onAbort = () => end(signal.reason as Error);
		signal.addEventListener('abort', onAbort);
		try {
			const turn = slots.take(attempt.signal);
			if (turn) await turn;
			isConnected = true;
			if (turn && deadline.isAnswered) end(tooLate(name));
			if (over) throw over;
			connecting = setTimeout(() => {
				attempt.abort(
					new UpstreamTimedOut(name, 'accept a connection', connectMs, because('has no connection')),
				);
			}, connectMs);
			const response = await attempt.fetch(url, {
				method,
				headers: {
					...always,
					'x-envoy-expected-rq-timeout-ms': String(wholeMs(Math.min(leftMs(), deadline.remainingMs()))),
					...(body !== undefined && {'content-type': 'application/json'}),
				},
				...(body !== undefined && {body}),
				redirect: 'manual',
			});
			const text = await readAnswer(response, answerBytes);
			if (text === undefined) {
				end(
					new UpstreamFailed(
						name,
						`an answer of more than ${answerBytes} bytes`,
						because('is answered with more'),
					),
				);
				throw over;
			}
			const {status, headers} = response;
			if (!passingTrouble.has(status)) return {status, text};
			const trouble = new UpstreamFailed(name, `status ${status}`, because(`is answered with ${status}`));
			return {trouble, retryAfterMs: retryAfterMs(headers.get('retry-after'))};
		} catch (error) {
			if (over) throw over;
			const trouble = attempt.reason() ?? new UpstreamFailed(name, 'no answer', {cause: error});
			return {trouble, retryAfterMs: 0};
		} finally {
			// Only a turn of the loop later is the connection free for another request.
			if (isConnected) setImmediate(slots.giveBack);
			clearTimeout(connecting);
			clearTimeout(answering);
			signal.removeEventListener('abort', onAbort);
		}
	};
}

/** One of several calls failed, and the request with it: the others need not be made. */
function tooLate(name: string): UpstreamFailed {
	return new UpstreamFailed(name, 'not asked, since the request is answered already');
}

/** 0 would mean that there is no limit. */
function wholeMs(ms: number): number {
	return Math.max(1, Math.ceil(ms));
}
