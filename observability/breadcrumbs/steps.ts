import type {Breadcrumb, SeverityLevel} from '@sentry/core';
import type {LineFields} from '../privacy/outgoing.ts';
import {readLogLine} from '../privacy/outgoing.ts';

/** Of one request or job. */
export const mostSteps = 30;
/** A longer line says so, rather than being kept whole for an event that may never be. */
const longestLine = 4096;

/**
What happened on the way: a line of the log as it was written, or a call.

It becomes a breadcrumb only when there is an event to put it on.
*/
export type Step = string | Call;

/** Whatever has a way of its own: a request, a job. */
export interface Steps {
	/** The last ones, oldest first. Absent until there is one. */
	steps: Step[] | undefined;
}

export function addStep(way: Steps, step: Step): void {
	const kept = typeof step === 'string' && step.length > longestLine ? shorten(step) : step;
	if (!way.steps) way.steps = [kept];
	else if (way.steps.push(kept) > mostSteps) way.steps.shift();
}

/** What led here, oldest first. */
export function breadcrumbsOf({steps = []}: Steps, sendDefaultPii: boolean): Breadcrumb[] {
	return steps.flatMap(step => {
		if (typeof step !== 'string') return fromCall(step);
		const fields = readLogLine(step, sendDefaultPii);
		return fields ? fromFields(fields) : [];
	});
}

/** Without its fields, which are what is long. */
function shorten(line: string): string {
	const {level, time, msg} = readLogLine(line, true) ?? {};
	return JSON.stringify({level, time, msg: String(msg).slice(0, longestLine), length: line.length});
}

/** A call to another service, as far as it has come. */
export interface Call {
	method: string;
	/** Scheme, host and path. The query stays out: what is asked for may be private. */
	url: string;
	/** Milliseconds of `Date.now()`. */
	at: number;
	/** Milliseconds of `performance.now()`. */
	since: number;
	/** Undefined while there is no answer. */
	durationMs: number | undefined;
	status: number | undefined;
	/** Code or name of the error that it came to. */
	error: string | undefined;
}

/** https://develop.sentry.dev/sdk/foundations/transport/event-payloads/breadcrumbs/ */
function fromCall({method, url, at, since, durationMs, status = 0, error}: Call): Breadcrumb {
	return {
		type: 'http',
		category: 'http',
		level: error !== undefined || status >= 500 ? 'error' : status >= 400 ? 'warning' : 'info',
		timestamp: at / 1000,
		data: {
			method,
			url,
			...(status > 0 && {status_code: status}),
			...(error !== undefined && {reason: error}),
			// Without an answer: how long it has waited for one.
			duration_ms: Math.round(durationMs ?? performance.now() - since),
		},
	};
}

const levels: Readonly<Record<string, SeverityLevel>> = {trace: 'debug', warn: 'warning'};

/** The breadcrumb or its event says these itself. */
const known = new Set(['level', 'time', 'msg', 'trace_id', 'span_id', 'request_id', 'err']);

function fromFields(fields: LineFields): Breadcrumb {
	const {level, time, msg = '', err} = fields;
	const data = Object.fromEntries(
		Object.entries(fields)
			.filter(([name]) => !known.has(name))
			.map(([name, value]) => [name, short(value)]),
	);
	// Its stack is the event's, or that of another one.
	if (err) data['error'] = short(`${(err as Error & {type?: string}).type}: ${(err as Error).message}`);
	return {
		category: 'log',
		level: levels[String(level)] ?? (level as SeverityLevel),
		timestamp: Date.parse(String(time)) / 1000,
		message: String(short(msg)),
		...(Object.keys(data).length > 0 && {data}),
	};
}

const longestText = 500;

function short(value: unknown): unknown {
	const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
	return typeof text === 'string' ? text.slice(0, longestText) : text;
}
