import {event, session} from './events.ts';
import {checkIn, jobSpan} from './job-runs.ts';
import {log, sentryLog} from './logs.ts';
import {allMetrics} from './metrics.ts';
import {ownAttributes, ownMetrics} from './own.ts';
import type {Field, Group, Metric} from './schema-types.ts';
import {clientSpan, exceptionEvent, resource, serverSpan, transaction} from './spans.ts';

export interface TelemetrySchema {
	groups: readonly Group[];
	metrics: readonly Metric[];
	/** What the service's own code adds. */
	own: {attributes: readonly Field[]; metrics: readonly Metric[]};
}

/**
Everything that the service says of itself, and when.

`docs/telemetry.md` is written from it, and tests hold the running service to it: nothing leaves that is
not listed, and nothing is listed that never leaves. No code of the service reads it.
*/
export const telemetrySchema: TelemetrySchema = {
	groups: [
		serverSpan,
		clientSpan,
		jobSpan,
		exceptionEvent,
		resource,
		transaction,
		event,
		session,
		checkIn,
		log,
		sentryLog,
	],
	metrics: allMetrics,
	own: {attributes: ownAttributes, metrics: ownMetrics},
};
