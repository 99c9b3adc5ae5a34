import type {Response} from '../../observability/requests/request-context.ts';
import {ClientLeft} from '../problems/request-errors.ts';
import {endingOf, isGone} from './ending.ts';

/** Until when a request, or a job, is worth working on. */
export class Deadline {
	/** Milliseconds of `performance.now()`. */
	readonly at: number;
	readonly #response: Response | undefined;
	#controller: AbortController | undefined = undefined;
	#expired: Error | undefined = undefined;

	/**
	@param timeoutMs - From now.
	@param response - Of the request, whose caller may leave.
	*/
	constructor(timeoutMs: number, response?: Response) {
		this.at = performance.now() + timeoutMs;
		this.#response = response;
	}

	/** Milliseconds left; 0 or less when it is over. */
	remainingMs(): number {
		return this.at - performance.now();
	}

	/** Whether all has been said: what is done for the request, or the job, now is for nobody. */
	get isAnswered(): boolean {
		return this.#response?.writableEnded ?? this.#expired !== undefined;
	}

	/** Aborts when time is up or the caller has left. Made when first asked for: most handlers don't. */
	get signal(): AbortSignal {
		if (!this.#controller) {
			const controller = new AbortController();
			this.#controller = controller;
			const response = this.#response;
			if (this.#expired) controller.abort(this.#expired);
			else if (response && isGone(response)) controller.abort(new ClientLeft());
			else
				response?.once('close', () => {
					if (endingOf(response) !== 'answered') controller.abort(new ClientLeft());
				});
		}
		return this.#controller.signal;
	}

	expire(reason: Error): void {
		this.#expired = reason;
		this.#controller?.abort(reason);
	}
}
