import {context} from '@opentelemetry/api';
import {captureException, withScope} from '@sentry/node';
import type {Budget} from './budget.ts';
import type {Logger} from './logger.ts';
import type {Failure} from './reporting-rules.ts';
import {reportingRules} from './reporting-rules.ts';
import type {RequestContext} from './request-context.ts';
import {noteReported, requestOf} from './request-context.ts';
import {toError} from './to-error.ts';

/** Facts for the person who reads the event, by context name. */
export type Facts = Record<string, Record<string, unknown>>;

/**
Tell Sentry of a failure, at most once for each request and error, within its budget.

@param thrown - Whatever was thrown; it need not be an `Error`.
@returns whether an event is on its way.
*/
export type Report = (thrown: unknown, failure: Failure, facts?: Facts) => boolean;

export function createReport(budget: Budget, logger: Logger, limitPerMinute: number): Report {
	return function report(thrown, failure, facts = {}) {
		const rule = reportingRules[failure];
		const request = requestOf(context.active());
		if (request && rule.errored) request.errored = true;
		const error = toError(thrown);
		// Also what a handler gave to `Sentry.captureException` before it threw it on.
		if (request && !noteReported(request, thrown)) return false;

		const fingerprint = rule.fingerprint ?? groupOf(failure, error, request);
		const grant = budget.take(fingerprint, rule.perMinute ?? limitPerMinute);
		if (!grant) return false;

		logger[rule.level === 'warning' ? 'warn' : rule.level === 'fatal' ? 'fatal' : 'error'](
			{err: error, failure},
			error.message,
		);
		// A mark from another request, as a shared error instance has, would hide this failure.
		delete (error as {__sentry_captured__?: boolean}).__sentry_captured__;
		withScope(scope => {
			scope.setLevel(rule.level);
			if (rule.fingerprint) scope.setFingerprint([rule.fingerprint]);
			if (grant.suppressed > 0) scope.setTag('suppressed', String(grant.suppressed));
			for (const [name, fact] of Object.entries(facts)) scope.setContext(name, fact);
			captureException(error, {mechanism: {type: rule.mechanism ?? 'auto.http.koa', handled: rule.handled}});
		});
		return true;
	};
}

/** Failures of one kind, on one route, share a budget. Cheap, because it is asked for the suppressed too. */
function groupOf(failure: Failure, error: Error, request: RequestContext | undefined): string {
	return `${failure} ${error.name} ${(error as {code?: unknown}).code ?? ''} ${request?.route ?? ''}`;
}
