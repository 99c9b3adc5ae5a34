import type {Deliveries} from '../delivery/deliveries.ts';
import type {Budget} from '../errors/budget.ts';
import type {RejectedRequests} from '../requests/rejected-requests.ts';
import type {Logger} from './logger.ts';
import type {SentryLogs} from './sentry-logs.ts';

const everyMs = 60_000;

/** Say once a minute what was suppressed, dropped or turned away, and nothing when nothing was. */
export function startSummary(
	logger: Logger,
	budget: Budget,
	deliveries: Deliveries,
	rejected: RejectedRequests,
	logs: SentryLogs | undefined,
) {
	function tell(): void {
		for (const [fingerprint, events] of budget.drainSuppressed()) {
			logger.warn({fingerprint, events}, 'events suppressed: over their budget');
		}
		for (const [of_level, lines] of logs?.drainSuppressed() ?? []) {
			logger.warn({of_level, lines}, 'log lines not sent to Sentry: over their budget');
		}
		for (const dropped of deliveries.drainDropped()) logger.error({...dropped}, 'telemetry dropped');
		rejected.tell(logger);
	}

	const timer = setInterval(tell, everyMs).unref();
	return {
		close(): void {
			clearInterval(timer);
			tell();
		},
	};
}
