import {STATUS_CODES} from 'node:http';
import type {Telemetry} from '../observability/start-telemetry.ts';

type Failure = Parameters<Telemetry['report']>[1];

export interface Problem {
	status: number;
	title: string;
	/** What it is to those who run the service; left out when it is the caller's to mend. */
	failure?: Failure;
}

/** The only table from an error's code to its answer. */
export const problems: Readonly<Record<string, Problem>> = {
	'invalid-input': {status: 422, title: 'Invalid input'},
	'malformed-json': {status: 400, title: 'The body is not JSON'},
	'unsupported-media-type': {status: 415, title: 'Unsupported media type'},
	'body-too-large': {status: 413, title: 'The body is too large'},
	unauthorized: {status: 401, title: 'The credentials are not good'},
	// The guard has reported it before it threw.
	'disallowed-host': {status: 400, title: 'The Host header is not allowed'},
	'not-found': {status: 404, title: 'No such page', failure: 'not-found'},
	'static-file-missing': {status: 404, title: 'No such file', failure: 'static-file-missing'},
	// Nobody reads this answer: nginx's number for the log and the span.
	'client-left': {status: 499, title: 'The caller left'},
	overloaded: {status: 503, title: 'Overloaded, try again later'},
	draining: {status: 503, title: 'Stopping, try another instance'},
	'request-timed-out': {status: 503, title: 'The request took too long', failure: 'timeout'},
	'upstream-failed': {status: 502, title: 'A service we depend on failed', failure: 'upstream'},
	'upstream-timed-out': {status: 504, title: 'A service we depend on took too long', failure: 'upstream'},
	'unknown-sku': {status: 404, title: 'Unknown sku'},
	'mixed-currencies': {status: 422, title: 'The items have different currencies'},
};

const unexpected: Problem = {status: 500, title: 'Internal server error', failure: 'unexpected'};

/** A known code; else the 4xx or 5xx that an error brings along, as `ctx.throw` makes them; else 500. */
export function problemOf(thrown: unknown): Problem & {code: string} {
	const {code, status} = (thrown ?? {}) as {code?: unknown; status?: unknown};
	if (typeof code === 'string' && Object.hasOwn(problems, code)) return {...problems[code]!, code};
	if (typeof status !== 'number' || !(status >= 400 && status <= 599)) {
		return {...unexpected, code: 'internal-server-error'};
	}
	return {
		status,
		title: STATUS_CODES[status] ?? (status < 500 ? 'Bad request' : unexpected.title),
		code: 'about:blank',
		...(status >= 500 && {failure: 'unexpected' as const}),
	};
}
