import type {Logger} from '../logs/logger.ts';
import type {RequestMetrics} from '../metrics/request-metrics.ts';

/** Requests that no handler sees. None is an event: they are counted. */
export interface RejectedRequests {
	/** Answered 503, because there is too much to do. */
	shed(): void;
	/** Answered so by the HTTP parser, which makes no span and no log line. */
	refused(status: number): void;
	/** Log what was counted since this was last asked. */
	tell(logger: Logger): void;
}

export function createRejectedRequests(metrics: RequestMetrics | undefined): RejectedRequests {
	let shed = 0;
	let refused = new Map<number, number>();
	return {
		shed() {
			shed++;
			metrics?.shed();
		},
		refused(status) {
			refused.set(status, (refused.get(status) ?? 0) + 1);
			metrics?.refused(status);
		},
		tell(logger) {
			if (shed > 0) logger.warn({requests: shed}, 'requests shed: more than could be answered');
			for (const [status, requests] of refused) {
				logger.warn({status, requests}, 'requests refused: not HTTP, too large or too slow');
			}
			shed = 0;
			refused = new Map();
		},
	};
}
