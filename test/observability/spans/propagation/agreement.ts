import test from 'ava';
import type {Lines} from '../_traced-pair.ts';
import {startTracedPair} from '../_traced-pair.ts';

const traceId = '12345678901234567890123456789012';

function decoded(baggage: string | undefined): Record<string, string> {
	const members = baggage?.split(',').map(member => member.split('=') as [string, string]) ?? [];
	return Object.fromEntries(
		members.map(([key, value]) => [key.replace('sentry-', ''), decodeURIComponent(value)]),
	);
}

const agrees = test.macro({
	async exec(t, _: string, received: Lines, protocol: string, more: Record<string, string> = {}) {
		const pair = await startTracedPair({SENTRY_SPAN_PROTOCOL: protocol, SENTRY_ORG_ID: '7', ...more});
		t.teardown(pair.close);
		const {sent, traceId: told} = await pair.ask(received);
		const said = decoded(sent.baggage);
		t.is(said['trace_id'], told);
		await fetch(`${pair.service.url}/debug/sentry`, {headers: received});
		const headersOf = async (type: string) =>
			(await pair.sink.item(item => item.type === type)).envelopeHeader.trace;
		const event = await pair.sink.event();
		t.is(event.contexts?.trace?.['parent_span_id'], received.length > 0 ? '1234567890123456' : undefined);
		// Without one of the caller's the event is of a trace of its own.
		const ofEvent = await headersOf('event');
		t.is(ofEvent?.['trace_id'], event.contexts?.trace?.trace_id);
		const {trace_id: _id, sample_rand: _random, password: _password, ...rest} = said;
		t.like(ofEvent, rest);
		const {password: passedOn, ...known} = said;
		if (received.length > 0) {
			t.deepEqual(ofEvent, known);
			t.is(passedOn, 'hush');
		}
		if (protocol === 'envelope') t.deepEqual(await headersOf('transaction'), known);
		t.false(pair.sink.text().includes('hush'), 'what is no part of it goes no further than the next service');
	},
	title: (_, what: string, __, protocol: string) => `${what}: headers, events and ${protocol} agree`,
});

const sentry: Lines = [
	['sentry-trace', `${traceId}-1234567890123456-1`],
	[
		'baggage',
		`sentry-trace_id=${traceId},sentry-public_key=browser,sentry-release=web%401.0,sentry-sample_rate=0.25,sentry-sample_rand=0.1,sentry-sampled=true,sentry-org_id=7,sentry-password=hush`,
	],
];

test(agrees, 'a Sentry SDK at the head', sentry, 'envelope');
test(agrees, 'a Sentry SDK at the head', sentry, 'otlp');
test(agrees, 'a trace of our own', [], 'envelope');
