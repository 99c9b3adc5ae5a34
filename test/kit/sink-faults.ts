import type {ServerResponse} from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';

/**
How to treat a request, after it was read:

- `'accept'`: as the real thing would.
- `{status, headers, body}`: answer so. Only a 2xx lets its contents arrive.
- `{delayMs}`: take it, and answer that much later.
- `'hang'`: never answer.
- `'reset'`: reset the connection.
*/
export type Fault =
	| 'accept'
	| 'hang'
	| 'reset'
	| {status: number; headers?: Record<string, string>; body?: string}
	| {delayMs: number};

export type FaultPath = 'envelope' | 'otlp';

export interface FaultOptions {
	/** Leave the other kind of request alone. Default: both kinds. */
	only?: FaultPath;
	/** Accept again after this many requests. Default: for good. */
	times?: number;
}

/** What the sink does to each kind of request, until told otherwise. */
export class Faults {
	readonly #current = new Map<FaultPath, {fault: Fault; left: number}>();

	set(fault: Fault, {only, times = Number.POSITIVE_INFINITY}: FaultOptions = {}): void {
		const shared = {fault, left: times};
		for (const path of only ? [only] : (['envelope', 'otlp'] as const)) this.#current.set(path, shared);
	}

	/** The fault for one request. */
	take(path: FaultPath): Fault {
		const current = this.#current.get(path);
		if (!current || current.left === 0) return 'accept';
		current.left--;
		return current.fault;
	}
}

export interface Answer {
	status: number;
	headers?: Record<string, string>;
	body?: string;
}

/** What the request's record says about its end: see `SinkRequest.answered`. */
export function outcome(fault: Fault, answer: Answer): number | 'hang' | 'reset' {
	if (fault === 'hang' || fault === 'reset') return fault;
	return typeof fault === 'object' && 'status' in fault ? fault.status : answer.status;
}

/** Answer, or fail to, as `fault` says. */
export async function send(response: ServerResponse, answer: Answer, fault: Fault): Promise<void> {
	if (fault === 'hang') return;
	if (fault === 'reset') {
		response.socket?.resetAndDestroy();
		return;
	}
	if (typeof fault === 'object' && 'delayMs' in fault) await sleep(fault.delayMs, undefined, {ref: false});
	const {status, headers, body} = typeof fault === 'object' && 'status' in fault ? fault : answer;
	response.writeHead(status, headers).end(body);
}
