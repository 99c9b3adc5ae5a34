import type {Event} from '@sentry/core';
import type {CopyOptions} from '../privacy/plain-copy.ts';
import {copyPlain} from '../privacy/plain-copy.ts';
import {readableFields} from './readable-fields.ts';

/** Sentry refuses an event of 1 MiB. What each part of one has, so many at the most, is less than 1 MB together. */
const partBytes: Readonly<Record<string, number>> = {
	exception: 200_000,
	breadcrumbs: 60_000,
	request: 30_000,
};
/** A transaction has these in the place of an exception, and little to say besides. */
const spansBytes = 450_000;
const transactionMemberBytes = 4000;
const otherPartBytes = 8000;
const mostParts = 30;
/** Of each context, and of each thing that a handler said besides: a giant must not push out the trace. */
const memberBytes = 12_000;
const mostMembers: Readonly<Record<string, number>> = {contexts: 20, extra: 12};
const mostTags = 40;

const tagBytes = 2000;
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
		const isTransaction = event.type === 'transaction';
		if (part === 'tags') return membersOf(value, mostTags, tagBytes, options);
		const most = mostMembers[part];
		if (most !== undefined) {
			return membersOf(value, most, isTransaction ? transactionMemberBytes : memberBytes, options);
		}
		const bytes = part === 'spans' && isTransaction ? spansBytes : partBytes[part];
		return copyPlain(value, {...options, maxBytes: bytes ?? otherPartBytes});
	}

	return event => {
		const parts = Object.keys(event).slice(0, mostParts);
		const copy = Object.fromEntries(parts.map(part => [part, copyPart(event, part)])) as Event;
		return readableFields(copy, sendDefaultPii);
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
