/** A request that fails, and the event that tells of it. */
export interface Row {
	path: string;
	/** Asked of the service whose routes call another one. */
	upstream?: boolean;
	headers?: Record<string, string>;
	status: number;
	event: {
		transaction: string;
		level: string;
		handled: boolean;
		type: string;
		value: RegExp;
		fingerprint?: string[];
		/** Types of the linked exceptions, outermost last. */
		types?: string[];
	};
}

/** The rows of the table that are told to Sentry, by what happens. */
export const rows: Record<string, Row> = {
	'an unexpected failure': {
		path: '/debug/sentry?note=private',
		status: 500,
		event: {
			transaction: 'GET /debug/sentry',
			level: 'error',
			handled: false,
			type: 'Error',
			value: /^This failure is on purpose$/,
		},
	},
	'an upstream that fails': {
		upstream: true,
		path: '/upstream/reset',
		status: 502,
		event: {
			transaction: 'GET /upstream/:name',
			level: 'error',
			handled: true,
			type: 'UpstreamFailed',
			value: /^upstream failed/,
			types: ['SocketError', 'TypeError', 'UpstreamFailed'],
		},
	},
	'an upstream that answers a 500': {
		upstream: true,
		path: '/upstream/broken',
		status: 502,
		event: {
			transaction: 'GET /upstream/:name',
			level: 'error',
			handled: true,
			type: 'UpstreamFailed',
			value: /^upstream failed: status 500$/,
			types: ['Error', 'UpstreamFailed'],
		},
	},
	'an upstream that answers something else': {
		upstream: true,
		path: '/upstream/other',
		status: 502,
		event: {
			transaction: 'GET /upstream/:name',
			level: 'error',
			handled: true,
			type: 'UpstreamFailed',
			value: /not what was agreed$/,
			types: ['ZodError', 'UpstreamFailed'],
		},
	},
	'an upstream that takes too long': {
		upstream: true,
		path: '/upstream/late',
		status: 504,
		event: {
			transaction: 'GET /upstream/:name',
			level: 'error',
			handled: true,
			type: 'UpstreamTimedOut',
			value: /^upstream did not answer within 2500 ms/,
			types: ['Error', 'UpstreamTimedOut'],
		},
	},
	'our own time-out': {
		path: '/debug/delay/60000',
		status: 503,
		event: {
			transaction: 'GET /debug/delay/:ms',
			level: 'error',
			handled: true,
			type: 'RequestTimedOut',
			value: /within 3000 ms/,
			fingerprint: ['request-timed-out', 'GET /debug/delay/:ms'],
		},
	},
	'a page that does not exist': {
		path: '/no/such/page?note=private',
		status: 404,
		event: {
			transaction: 'GET',
			level: 'warning',
			handled: true,
			type: 'PageNotFound',
			value: /^No page at \/no\/such\/page\. If a link of ours leads there, /,
			fingerprint: ['not-found'],
		},
	},
	'a static file that does not exist': {
		path: '/static/no-such.css',
		status: 404,
		event: {
			transaction: 'GET /static/{*path}',
			level: 'warning',
			handled: true,
			type: 'StaticFileMissing',
			value: /^No static file at \/static\/no-such\.css\. /,
			fingerprint: ['static-file-missing'],
		},
	},
};
