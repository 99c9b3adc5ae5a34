import {isIP} from 'node:net';
import type {Event, SeverityLevel} from '@sentry/core';

const levels: readonly unknown[] = [
	'fatal',
	'error',
	'warning',
	'log',
	'info',
	'debug',
] satisfies SeverityLevel[];

/** As long as Sentry takes: https://develop.sentry.dev/sdk/foundations/transport/event-payloads/ */
const longestTag = 200;
const longestTransaction = 200;

type Fields = Record<string, unknown>;

/**
An event whose fields are what Sentry's reader expects of them: another one it discards.

@param event - Plain data, of bounded size; changed in place.
*/
export function readableFields(event: Event, sendDefaultPii: boolean): Event {
	const fields = event as Fields;
	if (event.type === undefined && !levels.includes(event.level)) event.level = 'error';
	if (Array.isArray(event.fingerprint)) event.fingerprint = event.fingerprint.map(asText);
	else delete event.fingerprint;
	for (const name of ['message', 'server_name', 'platform', 'logger']) setText(fields, name);
	setText(fields, 'transaction', longestTransaction);
	event.tags &&= tagsOf(event.tags);
	event.contexts &&= contextsOf(event.contexts);
	for (const name of ['exception', 'request', 'sdk', 'extra']) {
		if (objectsOf([fields[name]]).length === 0) delete fields[name];
	}
	if (fields['breadcrumbs'] !== undefined) fields['breadcrumbs'] = breadcrumbsOf(fields['breadcrumbs']);
	for (const exception of objectsOf((fields['exception'] as Fields | undefined)?.['values'])) {
		setText(exception, 'type');
		setText(exception, 'value');
	}
	const user = userOf(event.user, sendDefaultPii);
	if (user) event.user = user;
	else delete event.user;
	return event;
}

function asText(value: unknown): string {
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function setText(fields: Fields, name: string, longest = Number.POSITIVE_INFINITY): void {
	const value = fields[name];
	if (value === undefined) return;
	if (value === null) delete fields[name];
	else fields[name] = asText(value).slice(0, longest).toWellFormed();
}

function objectsOf(list: unknown): Fields[] {
	if (!Array.isArray(list)) return [];
	return list.filter(each => typeof each === 'object' && each !== null && !Array.isArray(each)) as Fields[];
}

/** A tag's value is one short line, its key of few characters; another one is not shown. */
function tagsOf(tags: NonNullable<Event['tags']>): NonNullable<Event['tags']> {
	const entries = Object.entries(tags).map(([key, value]) => [
		key.replace(/[^\w.:-]/g, '_').slice(0, longestTag),
		asText(value).replace(/\s+/g, ' ').slice(0, longestTag).toWellFormed(),
	]);
	return Object.fromEntries(entries);
}

/** The SDK leaves empty ones where it has nothing to say, and Debian ends the name of its version with a new line. */
function contextsOf(contexts: NonNullable<Event['contexts']>): NonNullable<Event['contexts']> {
	const filled = Object.entries(contexts).filter(
		([, value]) => typeof value === 'object' && value !== null && Object.keys(value).length > 0,
	);
	const kept = Object.fromEntries(filled);
	const {version} = kept['os'] ?? {};
	return typeof version === 'string' ? {...kept, os: {...kept['os'], version: version.trim()}} : kept;
}

function breadcrumbsOf(breadcrumbs: unknown): Fields[] {
	const kept = objectsOf(breadcrumbs);
	for (const breadcrumb of kept) {
		for (const name of ['message', 'category', 'type']) setText(breadcrumb, name);
		if (breadcrumb['level'] !== undefined && !levels.includes(breadcrumb['level']))
			delete breadcrumb['level'];
		if (typeof breadcrumb['timestamp'] !== 'number') delete breadcrumb['timestamp'];
		const {data} = breadcrumb;
		if (data !== undefined && objectsOf([data]).length === 0) breadcrumb['data'] = {value: data};
	}
	return kept;
}

/** Without personal data somebody is no more than an id. An address that is none makes Sentry discard it. */
function userOf(user: unknown, sendDefaultPii: boolean): Event['user'] | undefined {
	const [said] = objectsOf([user]);
	if (!said) return undefined;
	for (const name of ['id', 'email', 'username', 'name']) setText(said, name);
	const {id, ip_address: address, ...more} = said;
	const kept = {
		...(id !== undefined && {id}),
		...(sendDefaultPii && more),
		...(sendDefaultPii && typeof address === 'string' && isIP(address) > 0 && {ip_address: address}),
	};
	return Object.keys(kept).length > 0 ? (kept as NonNullable<Event['user']>) : undefined;
}
