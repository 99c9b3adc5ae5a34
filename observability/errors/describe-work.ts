import type {Event} from '@sentry/core';
import type {CallerOf} from '../../config/caller/caller.ts';
import {spanName} from '../requests/http-semantics.ts';
import type {RequestContext} from '../requests/request-context.ts';
import {userOf} from '../requests/request-context.ts';
import type {Job} from '../requests/work.ts';
import {safeRequest} from './safe-request.ts';

/** Say on an event which request it happened in, and for whom. What a handler set itself is kept. */
export function describeRequest(
	event: Event,
	context: RequestContext,
	callerOf: CallerOf,
	sendDefaultPii: boolean,
): Event {
	const caller = callerOf(context.request);
	event.transaction = spanName(context.request.method ?? '', context.route);
	event.tags = {...event.tags, request_id: context.requestId};
	event.request = safeRequest(context, caller, sendDefaultPii);
	const user = userOf(context, event.user);
	if (sendDefaultPii) {
		// Sentry's scopes name an address they don't know, too.
		const address = user.ip_address ?? caller.address;
		event.user = {...user, ...(address !== undefined && {ip_address: address})};
	} else if (user.id !== undefined) {
		event.user = {id: user.id};
	} else {
		delete event.user;
	}
	return event;
}

/** Say on an event which job it happened in. What its code set itself is kept. */
export function describeJob(event: Event, {name, hasMonitor}: Job, sendDefaultPii: boolean): Event {
	event.transaction = name;
	// Its monitor shows it among its failures.
	if (hasMonitor) event.contexts = {...event.contexts, monitor: {slug: name}};
	const {user} = event;
	if (!user || sendDefaultPii) return event;
	if (user.id === undefined) delete event.user;
	else event.user = {id: user.id};
	return event;
}
