import type {Event} from '@sentry/core';
import test from 'ava';
import fc from 'fast-check';
import {createSendableEvent} from '../../../observability/errors/sendable-event.ts';

const options = {text: (text: string) => text.toWellFormed(), sendDefaultPii: true};
const sendable = createSendableEvent(options);

function isTextOrNothing(value: unknown): boolean {
	return value === undefined || typeof value === 'string';
}

const levels = ['fatal', 'error', 'warning', 'log', 'info', 'debug'];

test('every field is what Sentry’s reader expects, whatever stands in it', t => {
	const some = fc.oneof(
		fc.anything({withBigInt: true, withMap: true, withTypedArray: true, withNullPrototype: true}),
		fc.string({unit: 'binary'}),
	);
	const names = [
		'message',
		'transaction',
		'server_name',
		'level',
		'fingerprint',
		'contexts',
		'extra',
		'request',
	];
	const breadcrumb = fc.oneof(some, fc.record({message: some, category: some, level: some, data: some}));
	const event = fc.record({
		values: fc.dictionary(fc.constantFrom(...names), some),
		tags: fc.oneof(some, fc.dictionary(fc.string(), some)),
		user: fc.oneof(some, fc.record({id: some, email: some, username: some, ip_address: some})),
		breadcrumbs: fc.oneof(some, fc.array(breadcrumb)),
		exception: fc.oneof(some, fc.record({values: fc.array(fc.record({type: some, value: some}))})),
	});
	fc.assert(
		fc.property(event, ({values, ...more}) => {
			const sent = JSON.parse(JSON.stringify(sendable({...values, ...more} as unknown as Event))) as Event;
			t.true(levels.includes(sent.level!));
			for (const value of [sent.message, sent.transaction, sent.server_name]) t.true(isTextOrNothing(value));
			for (const value of Object.values(sent.tags ?? {})) t.regex(String(value), /^[^\n]{0,200}$/);
			t.true([sent.user?.email, sent.user?.username, sent.user?.id].every(isTextOrNothing));
			for (const each of sent.breadcrumbs ?? []) t.true(isTextOrNothing(each.message));
			for (const context of Object.values(sent.contexts ?? {})) t.true(Object.keys(context ?? {}).length > 0);
			for (const value of sent.fingerprint ?? []) t.is(typeof value, 'string');
		}),
	);
});

test('no context is empty, and the version of the system ends where it ends', t => {
	const {contexts} = sendable({contexts: {app: {}, os: {name: 'Debian', version: '13.1\n'}}});
	t.deepEqual(contexts, {os: {name: 'Debian', version: '13.1'}});
});

test('an address that is none is not sent, nor anybody’s name without leave', t => {
	const user = {id: 7, email: 'ada@example.org', ip_address: 'unknown'};
	t.deepEqual(sendable({user}).user, {id: '7', email: 'ada@example.org'});
	const private_ = createSendableEvent({...options, sendDefaultPii: false});
	t.deepEqual(private_({user: {...user, ip_address: '203.0.113.7'}}).user, {id: '7'});
	t.is(private_({user: {email: 'ada@example.org'}}).user, undefined);
});

test('an event is below 1 MB when each of its parts is endless', t => {
	const text = '\u0001'.repeat(50_000);
	const many = Object.fromEntries(Array.from({length: 3000}, (_, index) => [`${index}`, text]));
	const part = {a: many, b: [many, many], c: text};
	const parts = [
		'exception',
		'extra',
		'contexts',
		'breadcrumbs',
		'request',
		'tags',
		'user',
		'message',
		'spans',
	];
	const more = Array.from({length: 100}, (_, index) => `part${index}`);
	for (const type of [undefined, 'transaction']) {
		const event = Object.fromEntries([...parts, ...more].map(name => [name, part]));
		const whole = {
			...event,
			...(type && {type}),
			exception: type ? undefined : {values: Array.from({length: 50}, () => ({value: text, more: part}))},
			contexts: Object.fromEntries(Array.from({length: 100}, (_, index) => [`c${index}`, part])),
			extra: Object.fromEntries(Array.from({length: 100}, (_, index) => [`e${index}`, part])),
			tags: Object.fromEntries(Array.from({length: 100}, (_, index) => [`t${index}`, text])),
			spans: type ? Array.from({length: 1000}, () => part) : undefined,
			breadcrumbs: Array.from({length: 100}, () => ({message: text, data: part})),
		};
		const bytes = Buffer.byteLength(JSON.stringify(sendable(whole as unknown as Event)));
		t.true(bytes < 1_000_000, `${type}: ${bytes}`);
		t.true(bytes > 300_000, 'and not for want of trying');
	}
});
