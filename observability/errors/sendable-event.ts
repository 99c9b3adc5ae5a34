import {isIP} from 'node:net';
import type {Event, SeverityLevel} from '@sentry/core';
import type {CopyOptions} from '../privacy/plain-copy.ts';
import {copyPlain} from '../privacy/plain-copy.ts';

/** Sentry refuses an event of 1 MiB. What each part of one has, so many at the most, is less than 1 MB together. */
const partBytes: Readonly<Record<string, number>> = {
	exception: 200_000,
	breadcrumbs: 60_000,
	request: 30_000,
};
/** A transaction has no exception. */
const spansBytes = 450_000;
const otherPartBytes = 8000;
const mostParts = 30;
/** Of each context, and of each thing that a handler said besides: a giant must not push out the trace. */
const memberBytes = 12_000;
const mostMembers: Readonly<Record<string, number>> = {contexts: 20, extra: 12};
const mostTags = 40;

const levels = new Set<unknown>([
	'fatal',
	'error',
	'warning',
	'log',
	'info',
	'debug',
] satisfies SeverityLevel[]);

const tagBytes = 2000;
/** As long as Sentry takes: https://develop.sentry.dev/sdk/foundations/transport/event-payloads/ */
const longestTag = 200;
const longestTransaction = 200;

export type SendableEvent = (event: Event) => Event;

/**
The last reader of an event: what it gives, Sentry takes. Never throws.

Below 1 MB whatever the event is made of, each part with a size of its own so that none pushes out another; of
well-formed text; without secrets and, unless wished for, without personal data; and of fields that are what Sentry's
reader expects of them.
*/
export function createSendableEvent(options: Omit<CopyOptions, 'maxBytes'>): SendableEvent {
	const {sendDefaultPii} = options;

	function copyPart(event: Event, part: string): unknown {
		const value = event[part as keyof Event];
		const most = mostMembers[part];
		if (part === 'tags' || most !== undefined) {
			const isTag = part === 'tags';
			return membersOf(value, most ?? mostTags, isTag ? tagBytes : memberBytes, options);
		}
		const bytes = part === 'spans' && event.type === 'transaction' ? spansBytes : partBytes[part];
		return copyPlain(value, {...options, maxBytes: bytes ?? otherPartBytes});
	}

	return event => {
		const parts = Object.keys(event).slice(0, mostParts);
		const copy = Object.fromEntries(parts.map(part => [part, copyPart(event, part)])) as Event;
		if (event.type === undefined && !levels.has(copy.level)) copy.level = 'error';
		if (copy.fingerprint && !Array.isArray(copy.fingerprint)) delete copy.fingerprint;
		if (copy.transaction !== undefined)
			copy.transaction = String(copy.transaction).slice(0, longestTransaction);
		if (copy.tags) copy.tags = tagsOf(copy.tags);
		if (copy.contexts) copy.contexts = contextsOf(copy.contexts);
		const user = userOf(copy.user, sendDefaultPii);
		if (user) copy.user = user;
		else delete copy.user;
		return copy;
	};
}

/** Each with a size of its own. */
function membersOf(
	value: unknown,
	most: number,
	maxBytes: number,
	options: Omit<CopyOptions, 'maxBytes'>,
): Record<string, unknown> | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const members: Record<string, unknown> = {};
	for (const name of Object.keys(value).slice(0, most)) {
		// Under its name, which may say that it is a secret.
		const one = copyPlain({[name]: (value as Record<string, unknown>)[name]}, {...options, maxBytes});
		Object.assign(members, one);
	}
	return members;
}

/** A tag's value is one short line, its key of few characters; another one is not shown. */
function tagsOf(tags: NonNullable<Event['tags']>): NonNullable<Event['tags']> {
	const entries = Object.entries(tags).map(([key, value]) => [
		key.replace(/[^\w.:-]/g, '_').slice(0, longestTag),
		String(typeof value === 'object' ? JSON.stringify(value) : value)
			.replace(/\s+/g, ' ')
			.slice(0, longestTag)
			.toWellFormed(),
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

/** Without personal data somebody is no more than an id. An address that is none makes Sentry discard it. */
function userOf(user: unknown, sendDefaultPii: boolean): Event['user'] | undefined {
	if (typeof user !== 'object' || user === null) return undefined;
	const {id, ip_address: address, ...more} = user as NonNullable<Event['user']>;
	const kept = {
		...(id !== undefined && id !== null && {id: typeof id === 'object' ? JSON.stringify(id) : String(id)}),
		...(sendDefaultPii && more),
		...(sendDefaultPii && typeof address === 'string' && isIP(address) > 0 && {ip_address: address}),
	};
	return Object.keys(kept).length > 0 ? kept : undefined;
}
