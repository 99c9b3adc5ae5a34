import {kinds} from './_failing-kinds.ts';

/** What a place and a kind of failure come to. */
export interface Cell {
	path: string;
	route: string;
	/** `'cut'`: the connection ends without a whole answer. */
	status: number | 'cut';
	/** Type of the event's outermost exception, or none. */
	event?: string;
	headers?: Record<string, string>;
}

export const expectedOf: Record<string, {status: number; event?: string}> = {
	null: {status: 500, event: 'NonErrorThrown'},
	undefined: {status: 500, event: 'NonErrorThrown'},
	string: {status: 500, event: 'NonErrorThrown'},
	number: {status: 500, event: 'NonErrorThrown'},
	symbol: {status: 500, event: 'NonErrorThrown'},
	object: {status: 500, event: 'NonErrorThrown'},
	'object-418': {status: 418},
	'object-503': {status: 503, event: 'NonErrorThrown'},
	'status-409': {status: 409},
	'status-code-409': {status: 409},
	'status-599': {status: 599, event: 'Error'},
	'foreign-headers': {status: 403},
	aggregate: {status: 500, event: 'AggregateError'},
	revoked: {status: 500, event: 'NonErrorThrown'},
	'invalid-input': {status: 422},
	unauthorized: {status: 401},
	'body-too-large': {status: 413},
	overloaded: {status: 503},
	'client-left': {status: 499},
	'upstream-timed-out': {status: 504, event: 'UpstreamTimedOut'},
	'upstream-failed': {status: 502, event: 'UpstreamFailed'},
};

const thrownEverywhere = [
	'sync',
	'async',
	'own-span',
	'middleware',
	'nested',
	'awaited-twice',
	'emitted-and-thrown',
	'captured-and-thrown',
	'after-a-header',
];

/** Of those that only an expected failure makes, a few are enough. */
const telling = [
	'error',
	'null',
	'string',
	'status-409',
	'frozen',
	'shared',
	'unauthorized',
	'upstream-failed',
];

function cell(place: string, kind: string, override: Partial<Cell> = {}): Cell {
	const {status, event} = expectedOf[kind] ?? {status: 500, event: 'Error'};
	return {path: `/${place}/${kind}`, route: `/${place}/:kind`, status, ...(event && {event}), ...override};
}

/** Every place and kind that tells something. */
export const cells: Cell[] = [
	...thrownEverywhere.flatMap(place =>
		Object.keys(kinds)
			// What a handler gives to Sentry by itself is its own wish, an expected failure too.
			.filter(kind => place !== 'captured-and-thrown' || expectedOf[kind]?.event || !expectedOf[kind])
			.map(kind => cell(place, kind)),
	),
	...telling.flatMap(kind => [
		cell('emitted', kind, {status: 200}),
		cell('after-the-head', kind, {status: 'cut'}),
		// The caller's own limit, so whatever comes after it is nobody's failure.
		{
			path: `/time-is-up/${kind}`,
			route: '/time-is-up/:kind',
			status: 503,
			headers: {'x-envoy-expected-rq-timeout-ms': '30'},
		},
	]),
	...['error', 'status-409', 'frozen', 'shared', 'reset-elsewhere'].flatMap(kind => [
		cell('half-a-body', kind, {status: 'cut'}),
		cell('web-stream', kind, {status: 'cut'}),
		cell('no-body', kind),
	]),
	cell('body-cut-short', 'error', {status: 'cut', event: 'BodyBrokeOff'}),
	cell('no-json', 'error', {event: 'TypeError'}),
	{path: '/returned/500', route: '/returned/:status', status: 500, event: 'ServerErrorReturned'},
	{path: '/returned/404', route: '/returned/:status', status: 404},
	{path: '/status/503', route: '/status/:status', status: 503, event: 'ServerErrorReturned'},
	{path: '/status/404', route: '/status/:status', status: 404},
];
