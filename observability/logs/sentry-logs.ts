import {context} from '@opentelemetry/api';
import type {SerializedLogContainer} from '@sentry/core';
import {forEachEnvelopeItem} from '@sentry/core';
import type {NodeClient} from '@sentry/node';
import {logger as sentry} from '@sentry/node';
import type {Config} from '../../config/config.ts';
import {createBudget} from '../errors/budget.ts';
import type {LineFields} from '../privacy/outgoing.ts';
import {readLogLine} from '../privacy/outgoing.ts';
import {requestOf, userOf} from '../requests/request-context.ts';

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
type Level = (typeof levels)[number];

export interface SentryLogs {
	/** A line was logged. */
	addLine(line: string): void;
	/** What was suppressed since this was last asked, by level. */
	drainSuppressed(): Map<string, number>;
}

export interface SentryLogsOptions {
	config: Config;
	client: NodeClient;
	/** Called for each line beyond its budget. */
	onSuppressed: (level: string) => void;
}

/**
Make Sentry logs of the log's lines, from `SENTRY_LOGS` up: https://develop.sentry.dev/sdk/telemetry/logs/

Each level has a budget of its own, so that a flood of warnings can't drown an error. Sentry's SDK puts them together
and hands them to our deliveries, every five seconds and at the stop.
*/
export function createSentryLogs({config, client, onSuppressed}: SentryLogsOptions): SentryLogs {
	const {sentryLogs, sentryLogsLimitPerMinute: perMinute, sentrySendDefaultPii} = config;
	const wanted = new Set<string>(levels.slice(levels.indexOf(sentryLogs as Level)));
	const budget = createBudget(() => performance.now());

	client.on('beforeEnvelope', envelope => {
		forEachEnvelopeItem(envelope, ([, payload], type) => {
			if (type === 'log') nameSpans(payload as unknown as SerializedLogContainer);
		});
	});

	return {
		addLine(line) {
			const level = levelOf(line);
			if (!wanted.has(level)) return;
			const grant = budget.take(level, perMinute);
			if (!grant) {
				onSuppressed(level);
				return;
			}
			const fields = readLogLine(line, sentrySendDefaultPii);
			if (!fields) return;
			const {suppressed} = grant;
			try {
				sentry[level as Level](String(fields['msg'] ?? ''), {
					...attributesOf(fields),
					...(suppressed > 0 && {suppressed}),
				});
			} catch {
				// Sentry reads what a handler set on its scope, which may throw: whoever logs must not fail of it.
				client.recordDroppedEvent('callback_error', 'log_item', 1);
			}
		},
		drainSuppressed: budget.drainSuppressed,
	};
}

/** It is the first of a line, by pino's and our own doing. */
function levelOf(line: string): string {
	return line.slice(10, line.indexOf('"', 10));
}

/** What the log has places for itself, or Sentry's SDK adds. */
const placed = new Set(['level', 'time', 'msg', 'trace_id', 'span_id', 'err']);

function attributesOf(fields: LineFields): LineFields {
	const attributes = Object.fromEntries(
		Object.entries(fields)
			.filter(([name]) => !placed.has(name))
			.map(([name, value]) => [name, simple(value)]),
	);
	const {span_id, err} = fields;
	if (span_id !== undefined) attributes['sentry.trace.parent_span_id'] = span_id;
	const request = requestOf(context.active());
	const {id} = request ? userOf(request) : {};
	if (id !== undefined) attributes['user.id'] = String(id);
	if (err) {
		const {type, message, code, stack} = err as Record<string, unknown>;
		attributes['exception.type'] = type;
		attributes['exception.message'] = message;
		attributes['exception.stacktrace'] = stack;
		if (code !== undefined) attributes['error.type'] = code;
	}
	return attributes;
}

/** Sentry's attributes are no trees. */
function simple(value: unknown): unknown {
	return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

/** The SDK leaves the span to an attribute; whoever looks for the log of a span looks here. */
function nameSpans({items}: SerializedLogContainer): void {
	for (const item of items as ((typeof items)[number] & {span_id?: unknown})[]) {
		const spanId = item.attributes?.['sentry.trace.parent_span_id']?.value;
		if (spanId !== undefined) item.span_id = spanId;
	}
}
