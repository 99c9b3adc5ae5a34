import type {ErrorEvent} from '@sentry/core';
import type {ExecutionContext} from 'ava';
import {unlistedAttributes} from './listed-attributes.ts';
import type {Span} from './otlp-spans.ts';
import type {Service} from './service.ts';
import {startService} from './service.ts';
import type {Sink} from './sink.ts';
import {startSink} from './sink.ts';

export interface Expected {
	name?: string;
	/** Those that matter to the test; others may be there. */
	attributes?: Record<string, unknown>;
	/** 0 unset, 1 ok, 2 error. */
	status?: number;
}

export interface ExpectedEvent {
	/** Name of the error. */
	type?: string;
	/** Its message. */
	value?: string;
	level?: string;
	/** `user.id`. */
	user?: string;
	tags?: Record<string, string>;
}

type Get = (path: string, init?: RequestInit) => Promise<Response>;

/** The service as its own process, and all that it says of itself. */
export interface Kit {
	service: Service;
	sink: Sink;
	/** Ask for a path. */
	get: Get;
	/** Ask as a user, whom the gateway has let in. */
	asUser(id: string): Get;
	/** The span of the request that was answered so. Fails too when it has an attribute that the schema doesn't list. */
	expectSpan(t: ExecutionContext, response: Response, expected?: Expected): Promise<Span>;
	/** The span, of any kind, made while that request was answered. */
	expectSpanBelow(t: ExecutionContext, response: Response, expected: Expected): Promise<Span>;
	/** The one event of that request. */
	expectEvent(t: ExecutionContext, response: Response, expected?: ExpectedEvent): Promise<ErrorEvent>;
	/** That request is known, and not an event. */
	expectNoEvent(t: ExecutionContext, response: Response): Promise<void>;
	close(): Promise<void>;
}

/**
Start the service with a sink for its telemetry.

@param env - More of its environment.
@example
const kit = await startKit();
t.teardown(kit.close);
const response = await kit.asUser('ada')('/debug/delay/0');
await kit.expectSpan(t, response, {name: 'GET /debug/delay/:ms', attributes: {'user.id': 'ada'}});
await kit.expectNoEvent(t, response);
*/
export async function startKit(env: Record<string, string> = {}): Promise<Kit> {
	const sink = await startSink();
	const service = await startService({
		env: {SENTRY_DSN: sink.dsn, USER_ID_HEADER: 'x-user-id', TRUST_PROXY: 'loopback', ...env},
	}).catch(async (error: unknown) => {
		await sink.close();
		throw error;
	});
	const get: Get = (path, init) => fetch(service.url + path, init);
	const spanOf = (response: Response) => {
		const {spanId} = idsOf(response);
		return sink.span(span => span.spanId === spanId);
	};
	const eventsOf = (response: Response) => {
		const {traceId, spanId} = idsOf(response);
		return sink.events.filter(
			({contexts}) => contexts?.trace?.trace_id === traceId && contexts.trace.span_id === spanId,
		);
	};

	return {
		service,
		sink,
		get,
		asUser:
			id =>
			(path, init = {}) => {
				const headers = new Headers(init.headers);
				headers.set('x-user-id', id);
				return get(path, {...init, headers});
			},
		async expectSpan(t, response, expected = {}) {
			return check(t, await spanOf(response), expected);
		},
		async expectSpanBelow(t, response, expected) {
			const {traceId, spanId} = idsOf(response);
			const below = await sink.span(
				span =>
					span.traceId === traceId &&
					span.spanId !== spanId &&
					(expected.name === undefined || span.name === expected.name),
			);
			return check(t, below, expected);
		},
		async expectEvent(t, response, {type, value, user, ...rest} = {}) {
			await spanOf(response);
			const {spanId} = idsOf(response);
			const event = await sink.event(({contexts}) => contexts?.trace?.span_id === spanId);
			t.is(eventsOf(response).length, 1, 'one failure is one event');
			const error = event.exception?.values?.at(-1);
			if (type !== undefined) t.is(error?.type, type);
			if (value !== undefined) t.is(error?.value, value);
			if (user !== undefined) t.is(event.user?.id, user);
			like(t, event, rest);
			return event;
		},
		async expectNoEvent(t, response) {
			// An event leaves at once, spans once a second: when the span is here the event would be.
			await spanOf(response);
			t.deepEqual(eventsOf(response), []);
		},
		async close() {
			await service.stop();
			await sink.close();
		},
	};
}

function check(t: ExecutionContext, span: Span, {name, attributes = {}, status}: Expected): Span {
	if (name !== undefined) t.is(span.name, name);
	like(t, span.attributes, attributes);
	if (status !== undefined) t.is(span.status.code, status);
	t.deepEqual(unlistedAttributes(span), [], 'list it in observability/schema/own.ts');
	return span;
}

/** AVA refuses to expect nothing. */
function like(t: ExecutionContext, actual: object, expected: Record<string, unknown>): void {
	if (Object.keys(expected).length > 0) t.like(actual, expected);
}

/** From `traceresponse`, which every answer has. */
function idsOf(response: Response): {traceId: string; spanId: string} {
	const header = response.headers.get('traceresponse') ?? '';
	const [, traceId, spanId] = /^00-(\w{32})-(\w{16})-\w\w$/.exec(header) ?? [];
	if (!traceId || !spanId) throw new Error(`Expected an answer with traceresponse, got "${header}"`);
	return {traceId, spanId};
}
