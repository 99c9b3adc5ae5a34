import type {Context, Span} from '@opentelemetry/api';
import {createContextKey} from '@opentelemetry/api';
import type {Step} from '../breadcrumbs/steps.ts';
import {spanName} from './http-semantics.ts';
import type {HeldCapture, RequestContext, Scopes} from './request-context.ts';
import {requestOf} from './request-context.ts';

/** Found under this key in any context derived from a job's. */
export const jobKey = createContextKey('job');

/** What is known of work that no request asked for, as `RequestContext` is of a request. */
export class Job {
	readonly name: string;
	readonly span: Span;
	/** Sentry expects it at certain times. */
	readonly hasMonitor: boolean;
	scopes: Scopes | undefined = undefined;
	reported: Set<unknown> | undefined = undefined;
	held: HeldCapture[] | undefined = undefined;
	steps: Step[] | undefined = undefined;
	/** A failure that was not expected. */
	errored = false;

	constructor(name: string, span: Span, hasMonitor: boolean) {
		this.name = name;
		this.span = span;
		this.hasMonitor = hasMonitor;
	}
}

/** The job that the code now running is part of, if any. */
export function jobOf(context: Context): Job | undefined {
	return context.getValue(jobKey) as Job | undefined;
}

/** What code may work for. */
export type Work = RequestContext | Job;

/** What the code now running works for, if it is anything of the kind. */
export function workOf(context: Context): Work | undefined {
	return requestOf(context) ?? jobOf(context);
}

/** As Sentry names the transaction: `GET /orders/:id`, or the name of the job. */
export function transactionOf(work: Work): string {
	return work instanceof Job ? work.name : spanName(work.request.method ?? '', work.route);
}
