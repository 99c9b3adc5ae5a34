import type {Breadcrumb} from '@sentry/core';
import {readLogLine} from '../privacy/log-fields.ts';
import type {Call} from './breadcrumb.ts';
import {fromCall, fromFields} from './breadcrumb.ts';

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
