import type {Telemetry} from '../../observability/start-telemetry.ts';

type Failure = Parameters<Telemetry['report']>[1];

export interface Problem {
	status: number;
	title: string;
	/** What it is to those who run the service; left out when it is the caller's to mend. */
	failure?: Failure;
	/** What a caller can do about it: a sentence or two for the API page. */
	advice: string;
	/** Which routes answer it without saying so: every one, those that take input, or those that take a body. */
	from?: 'every route' | 'input' | 'body';
}

/** The only table from an error's code to its answer. */
const table = {
	'invalid-input': {
		status: 422,
		title: 'Invalid input',
		advice: 'Mend what each of `errors` points at. Sent again unchanged, it is refused again.',
		from: 'input',
	},
	'malformed-json': {
		status: 400,
		title: 'The body is not JSON',
		advice: 'Send JSON in UTF-8.',
		from: 'body',
	},
	'unsupported-media-type': {
		status: 415,
		title: 'Unsupported media type',
		advice: 'Send `content-type: application/json` and no `content-encoding`.',
		from: 'body',
	},
	'body-too-large': {
		status: 413,
		title: 'The body is too large',
		advice: 'Send less at a time.',
		from: 'body',
	},
	'request-too-slow': {
		status: 408,
		title: 'The request took too long to arrive',
		advice: 'Nothing was done. Send it again, faster or in parts.',
		from: 'body',
	},
	unauthorized: {
		status: 401,
		title: 'The credentials are not good',
		advice: 'Get a new token, then try again once.',
		from: 'every route',
	},
	// The guard has reported it before it threw.
	'disallowed-host': {
		status: 400,
		title: 'The Host header is not allowed',
		advice: 'Call the service by a name that it answers to.',
		from: 'every route',
	},
	'not-found': {
		status: 404,
		title: 'No such page',
		failure: 'not-found',
		advice: 'No route has this path: compare it with the routes on this page.',
	},
	'static-file-missing': {
		status: 404,
		title: 'No such file',
		failure: 'static-file-missing',
		advice: 'No file has this path. A newer version may have renamed it: load the page again.',
	},
	// Nobody reads this answer: nginx's number for the log and the span.
	'client-left': {
		status: 499,
		title: 'The caller left',
		advice: 'Never received: the connection was closed before the answer.',
	},
	overloaded: {
		status: 503,
		title: 'Overloaded, try again later',
		advice: 'Nothing was done. Try again after `retry-after` seconds, with jitter.',
		from: 'every route',
	},
	draining: {
		status: 503,
		title: 'Stopping, try another instance',
		advice: 'Nothing was done. Try again after `retry-after` seconds, on a new connection.',
		from: 'every route',
	},
	'request-timed-out': {
		status: 503,
		title: 'The request took too long',
		failure: 'timeout',
		advice: 'It may have been done all the same. Try again only what may be done twice.',
		from: 'every route',
	},
	'caller-limit-passed': {
		status: 503,
		title: 'The request took longer than its caller would wait',
		advice: 'It may have been done all the same. Give it more time in `x-envoy-expected-rq-timeout-ms`.',
		from: 'every route',
	},
	'internal-server-error': {
		status: 500,
		title: 'Internal server error',
		failure: 'unexpected',
		advice: 'Our mistake, and it was reported. Tell us the `trace_id` if it lasts.',
		from: 'every route',
	},
	'upstream-failed': {
		status: 502,
		title: 'A service we depend on failed',
		failure: 'upstream',
		advice: 'We have tried again already. Try again later only what may be done twice.',
		// Who verifies tokens depends on the server of their keys.
		from: 'every route',
	},
	'upstream-timed-out': {
		status: 504,
		title: 'A service we depend on took too long',
		failure: 'upstream',
		advice: 'It may have been done all the same. Try again only what may be done twice.',
	},
	'unknown-sku': {
		status: 404,
		title: 'Unknown sku',
		advice: 'The catalog has no such product. Another sku may exist.',
	},
	'mixed-currencies': {
		status: 422,
		title: 'The items have different currencies',
		advice: 'Ask for the items of each currency on their own.',
	},
} satisfies Record<string, Problem>;

export type ProblemCode = keyof typeof table;
export const problems: Readonly<Record<string, Problem>> = table;
