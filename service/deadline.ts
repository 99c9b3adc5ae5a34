import type {Response} from '../observability/request-context.ts';
import {ClientLeft} from './errors/client-left.ts';

/** Until when a request is worth working on. */
export interface Deadline {
	/** Milliseconds left; 0 or less when it is over. */
	remainingMs(): number;
	/** Aborts when time is up or the caller has left. Made when first asked for: most handlers don't. */
	readonly signal: AbortSignal;
}

/** @param timeoutMs - From now. */
export function createDeadline(
	timeoutMs: number,
	response: Response,
): Deadline & {expire(reason: Error): void} {
	const at = performance.now() + timeoutMs;
	let controller: AbortController | undefined;
	let expired: Error | undefined;
	return {
		remainingMs: () => at - performance.now(),
		get signal() {
			if (!controller) {
				const made = new AbortController();
				controller = made;
				if (expired) made.abort(expired);
				else response.once('close', () => response.writableFinished || made.abort(new ClientLeft()));
			}
			return controller.signal;
		},
		expire(reason) {
			expired = reason;
			controller?.abort(reason);
		},
	};
}
