import {context, trace} from '@opentelemetry/api';
import {getCurrentScope} from '@sentry/core';
import type {Logger} from '../logs/logger.ts';
import {noteReported} from '../requests/request-context.ts';
import type {Work} from '../requests/work.ts';
import {Job, transactionOf, workOf} from '../requests/work.ts';
import type {Budget} from './budget.ts';
import type {Captures} from './captures.ts';
import {readError} from './readable-error.ts';
import type {Failure} from './reporting-rules.ts';
import {groupedByRoute, reportingRules} from './reporting-rules.ts';
import {kindOf, shortText, toError} from './to-error.ts';

/** Facts for the person who reads the event, by context name. */
export type Facts = Record<string, Record<string, unknown>>;

/**
Tell Sentry of a failure, at most once for each request or job and error, within its budget. Never throws.

@param thrown - Whatever was thrown; it need not be an `Error`.
@returns whether an event is on its way.
@example
report(error, 'unexpected', {order: {id: order.id}});
*/
export type Report = (thrown: unknown, failure: Failure, facts?: Facts) => boolean;

export interface ReportOptions {
	captures: Captures;
	budget: Budget;
	logger: Logger;
	limitPerMinute: number;
	/** Called for each failure beyond its budget. */
	onSuppressed: (failure: Failure) => void;
}

export function createReport({
	captures,
	budget,
	logger,
	limitPerMinute,
	onSuppressed,
}: ReportOptions): Report {
	function tell(thrown: unknown, failure: Failure, facts: Facts): boolean {
		const rule = reportingRules[failure];
		const work = workOf(context.active());
		if (work && rule.errored) work.errored = true;
		// What a handler gave to `Sentry.captureException` before it threw it on was not handled: it is told as this failure.
		const held = work && captures.takeHeld(work, thrown);
		// A crash is told whatever was told before.
		if (work && !noteReported(work, thrown) && failure !== 'crash') return false;

		const grant = budget.take(
			rule.fingerprint ?? `${failure} ${kindOf(thrown)} ${work ? placeOf(work) : ''}`,
			rule.perMinute ?? limitPerMinute,
		);
		if (!grant) {
			onSuppressed(failure);
			return false;
		}

		const error = readError(toError(thrown));
		const fingerprint = rule.fingerprint ? [rule.fingerprint] : groupOf(error, work);
		const scope = (held?.scope ?? getCurrentScope()).clone();
		scope.setLevel(rule.level);
		if (fingerprint) scope.setFingerprint(fingerprint);
		if (grant.suppressed > 0) scope.setTag('suppressed', String(grant.suppressed));
		for (const [name, fact] of Object.entries(facts)) scope.setContext(name, fact);
		const mechanism = {type: rule.mechanism ?? 'auto.http.koa', handled: rule.handled};
		const hint = {originalException: thrown, mechanism, ...(held && {event_id: held.eventId})};
		onSpanOf(work, () => captures.now(error, hint, scope));
		// After the event, which says it already: as its last breadcrumb it would push out what led here.
		logger[rule.level === 'warning' ? 'warn' : rule.level === 'fatal' ? 'fatal' : 'error'](
			{err: error, failure, ...facts},
			shortText(error.message),
		);
		return true;
	}

	return function report(thrown, failure, facts = {}) {
		try {
			return tell(thrown, failure, facts);
		} catch (error) {
			// Whoever reports is handling a failure already: a second one there would end the process.
			logger.error({err: error, failure}, 'a failure could not be reported');
			return false;
		}
	};
}

/** Undefined leaves it to Sentry, which groups by stack. */
function groupOf(error: Error, work: Work | undefined): string[] | undefined {
	const code = codeOf(error);
	if (typeof code !== 'string' || !groupedByRoute.has(code)) return undefined;
	return [code, work ? transactionOf(work) : ''];
}

function placeOf(work: Work): string {
	return work instanceof Job ? work.name : (work.route ?? '');
}

/** The event names the span of the request or job, also when it is reported from within a span of its code's own. */
function onSpanOf(work: Work | undefined, callback: () => void): void {
	const active = context.active();
	context.with(work ? trace.setSpan(active, work.span) : active, callback);
}

function codeOf(error: Error): unknown {
	return (error as {code?: unknown}).code;
}
