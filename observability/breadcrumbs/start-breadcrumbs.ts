import {context} from '@opentelemetry/api';
import type {Integration} from '@sentry/core';
import type {Config} from '../../config/config.ts';
import {workOf} from '../requests/work.ts';
import type {Step, Steps} from './steps.ts';
import {addStep, breadcrumbsOf, mostSteps} from './steps.ts';
import {watchCalls} from './watch-calls.ts';

export interface Breadcrumbs {
	/** At most so many an event. */
	most: number;
	/** A line was logged. */
	addLine(line: string): void;
	/** Puts on each event what led to it. */
	integration: Integration;
}

/**
Remember what led to an event: the log lines and calls of its request or job, or those outside of every one.

Kept where those are: none crosses over to another, and a request without any pays nothing.
*/
export function startBreadcrumbs({sentrySendDefaultPii}: Config): Breadcrumbs {
	const outside: Steps = {steps: undefined};
	const way = (): Steps => workOf(context.active()) ?? outside;
	const add = (step: Step): void => addStep(way(), step);

	watchCalls(add);
	return {
		most: mostSteps,
		addLine: add,
		integration: {
			name: 'Breadcrumbs',
			// In the same tick as the capture: what happens after it did not lead to it.
			preprocessEvent(event) {
				const breadcrumbs = event.type === undefined ? breadcrumbsOf(way(), sentrySendDefaultPii) : [];
				if (breadcrumbs.length > 0) event.breadcrumbs = breadcrumbs;
			},
			processEvent(event) {
				// A handler's own, which Sentry keeps in its scope, came between ours.
				const inOrder = event.breadcrumbs?.sort((a, b) => (a.timestamp ?? 0) - (b.timestamp ?? 0));
				if (inOrder) event.breadcrumbs = inOrder.slice(-mostSteps);
				return event;
			},
		},
	};
}
