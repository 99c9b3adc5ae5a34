import type {SeverityLevel} from '@sentry/core';

/** What went wrong, in the only words that decide what Sentry hears of it. */
export type Failure =
	| 'unexpected'
	| 'upstream'
	| 'timeout'
	| 'not-found'
	| 'static-file-missing'
	| 'disallowed-host'
	| 'crash';

export interface Rule {
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
while overloaded or draining; a caller who left.
*/
export const reportingRules: Record<Failure, Rule> = {
	unexpected: {level: 'error', handled: false, errored: true},
	upstream: {level: 'error', handled: true, errored: true},
	timeout: {level: 'error', handled: true, errored: true},
	'not-found': {level: 'warning', handled: true, fingerprint: 'not-found', perMinute: 10},
	'static-file-missing': {level: 'warning', handled: true, fingerprint: 'static-file-missing'},
	'disallowed-host': {level: 'error', handled: true, fingerprint: 'disallowed-host', perMinute: 10},
	crash: {level: 'fatal', handled: false, errored: true, mechanism: 'auto.node.onuncaughtexception'},
};

/**
Codes of errors that are made away from the failure: their stacks are all alike, and by stack Sentry would
make one issue of every route.
*/
export const groupedByRoute: ReadonlySet<string> = new Set([
	'non-error-thrown',
	'server-error-returned',
	'request-timed-out',
]);
