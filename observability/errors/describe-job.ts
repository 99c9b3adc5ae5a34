import type {Event} from '@sentry/core';
import type {Job} from '../requests/work.ts';

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
