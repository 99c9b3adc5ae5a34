import type {NodeClient} from '@sentry/node';

const flushMs = 60_000;

interface Counts {
	exited: number;
	errored: number;
	crashed: number;
}

export interface Sessions {
	/** One request is one session: https://develop.sentry.dev/sdk/telemetry/sessions/#session-aggregates-payload */
	count(outcome: keyof Counts): void;
	flush(): void;
	close(): void;
}

/** Release health, as one aggregate a minute. */
export function createSessions(client: NodeClient): Sessions {
	let started = new Date();
	let counts: Counts = {exited: 0, errored: 0, crashed: 0};

	function flush(): void {
		const {exited, errored, crashed} = counts;
		if (exited + errored + crashed > 0) {
			client.sendSession({aggregates: [{started: started.toISOString(), exited, errored, crashed}]});
		}
		started = new Date();
		counts = {exited: 0, errored: 0, crashed: 0};
	}

	const timer = setInterval(flush, flushMs).unref();
	return {
		count(outcome) {
			counts[outcome]++;
		},
		flush,
		close() {
			clearInterval(timer);
			flush();
		},
	};
}
