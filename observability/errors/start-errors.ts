import type {NodeClient} from '@sentry/node';
import {flush} from '@sentry/node';
import type {ReportDisallowedHost} from '../../config/host-guard/host-guard.ts';
import type {Budget} from './budget.ts';
import {createBudget} from './budget.ts';
import {createCaptures} from './captures.ts';
import type {Report} from './report.ts';
import {createReport} from './report.ts';
import type {Failure} from './reporting-rules.ts';
import type {SentryOptions} from './start-sentry.ts';
import {startSentry} from './start-sentry.ts';

/** A refused host is answered when Sentry has its event, or after this. */
const hostAnswerMs = 1000;

export interface Errors {
	/** Sentry's, behind everything here. */
	client: NodeClient;
	budget: Budget;
	report: Report;
	/** Resolves when Sentry has it, or after a second: the answer is written then. */
	reportDisallowedHost: ReportDisallowedHost;
	/** Resolves when every event is with its delivery, or after `timeoutMs`. */
	flush(timeoutMs: number): Promise<unknown>;
}

export interface ErrorsOptions extends SentryOptions {
	/** Called for each failure beyond its budget. */
	onSuppressed: (failure: Failure) => void;
}

/** Start reporting errors to Sentry: the door of this room. */
export function startErrors(options: ErrorsOptions): Errors {
	const {config, logger, onSuppressed} = options;
	const client = startSentry(options);
	const budget = createBudget(() => performance.now());
	const report = createReport({
		captures: createCaptures(client),
		budget,
		logger,
		limitPerMinute: config.reportLimitPerMinute,
		onSuppressed,
	});
	return {
		client,
		budget,
		report,
		async reportDisallowedHost(error) {
			const {host, reason, source, advice} = error;
			const isOnItsWay = report(error, 'disallowed-host', {host: {host, reason, source, advice}});
			if (isOnItsWay) await flush(hostAnswerMs);
		},
		flush,
	};
}
