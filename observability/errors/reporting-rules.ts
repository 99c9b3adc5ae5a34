import type {SeverityLevel} from '@sentry/core';

/** What went wrong, in the only words that decide what Sentry hears of it. */
export type Failure =
	| 'unexpected'
	| 'upstream'
	| 'timeout'
	| 'not-found'
	| 'static-file-missing'
	| 'disallowed-host'
	| 'job'
	| 'crash'
	| 'start-failed'
	| 'answer-not-described';

export interface Rule {
	/** What happened, for docs/errors.md. */
	meaning: string;
	/** What to look at first, for docs/errors.md. */
	advice: string;
	level: SeverityLevel;
	/** `false` is what Sentry shows as "unhandled". */
	handled: boolean;
	/** Events of this kind are one issue, whatever their stack says. */
	fingerprint?: string;
	/** Events a minute; `REPORT_LIMIT_PER_MINUTE` when left out. */
	perMinute?: number;
	/** Where Sentry says it was caught; the request handler when left out. */
	mechanism?: string;
	/** Makes the request's session an errored one. */
	errored?: boolean;
}

/**
What is reported. Everything else is not an event: an expected 4xx, thrown or returned; a request shed
while overloaded or draining; a caller who left, or would wait no longer.
*/
export const reportingRules: Readonly<Record<Failure, Rule>> = {
	unexpected: {
		meaning:
			'an error that nobody expected, whatever was thrown or emitted, or a 5xx that a handler returned',
		advice: 'the stack, then the spans of its trace',
		level: 'error',
		handled: false,
		errored: true,
	},
	upstream: {
		meaning: 'a service that we call failed or took too long, the server of token keys included',
		advice: 'the cause below it, which names the call; then that service, by the same trace',
		level: 'error',
		handled: true,
		errored: true,
	},
	timeout: {
		meaning: 'we took longer than `REQUEST_TIMEOUT_MS`',
		advice: 'the longest span of its trace',
		level: 'error',
		handled: true,
		errored: true,
	},
	'not-found': {
		meaning: 'no route has this path',
		advice: 'the `referer`: a link of ours is to mend, a scanner is to ignore',
		level: 'warning',
		handled: true,
		fingerprint: 'not-found',
		perMinute: 10,
	},
	'static-file-missing': {
		meaning: 'no file is at this path below `/static/`',
		advice: 'the `referer`, and whether the last deployment has the file',
		level: 'warning',
		handled: true,
		fingerprint: 'static-file-missing',
	},
	'disallowed-host': {
		meaning: 'a request named a host that we do not answer to, or none that is valid',
		advice: 'the context `host`: if the name is ours, it says what to add to `ALLOWED_HOSTS`',
		level: 'error',
		handled: true,
		fingerprint: 'disallowed-host',
		perMinute: 10,
	},
	job: {
		meaning:
			'work without a request failed, took longer than it may or was cut off by a stop; the process lives',
		advice: 'the stack; what led to it; the monitor of that name says since when',
		level: 'error',
		handled: false,
		mechanism: 'auto.job',
	},
	crash: {
		meaning:
			'an exception or a rejection outside of every request; the process flushes this and exits with 1',
		advice: 'the stack: a promise that nobody awaits, or an emitter without an `error` listener',
		level: 'fatal',
		handled: false,
		errored: true,
		mechanism: 'auto.node.onuncaughtexception',
	},
	'answer-not-described': {
		meaning: 'an answer that its route’s description does not allow; it was given all the same',
		advice: 'its message names the places; the handler, or the schema of the route',
		level: 'warning',
		handled: true,
	},
	'start-failed': {
		meaning: 'the service could not start: a setting, a port, an import; the process exits with 1',
		advice: 'its message names what was expected; the last deployment or its environment',
		level: 'fatal',
		handled: false,
		mechanism: 'auto.node.start',
	},
};

/**
Codes of errors that are made away from the failure: their stacks are all alike, and by stack Sentry would
make one issue of every route.
*/
export const groupedByRoute: ReadonlySet<string> = new Set([
	'non-error-thrown',
	'server-error-returned',
	'answer-not-described',
	'request-timed-out',
	'job-timed-out',
	'job-cut-off',
]);
