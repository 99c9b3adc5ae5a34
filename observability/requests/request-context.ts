import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Http2ServerRequest, Http2ServerResponse} from 'node:http2';
import type {Context, Span} from '@opentelemetry/api';
import {createContextKey, trace} from '@opentelemetry/api';
import type {ReadableSpan, Span as SdkSpan} from '@opentelemetry/sdk-trace';
import type {Scope, User as SentryUser} from '@sentry/core';
import type {Context as KoaContext} from 'koa';
import type {Step} from '../breadcrumbs/steps.ts';

export type Request = IncomingMessage | Http2ServerRequest;
export type Response = ServerResponse | Http2ServerResponse;

/** `left`: by its caller, in whatever way, before all of the answer was sent. `cut`: we failed in the middle of it. */
export type Ending = 'answered' | 'left' | 'cut';

/** `reported`: sent, whatever sampling said, and for one each. `sampled`: sent as sampling said. `left-out`: not sent. */
export type Verdict = 'reported' | 'sampled' | 'left-out';

/** Spans below a request's own, until it is known what becomes of them. */
export interface HeldSpans {
	/** That were begun and are held. */
	begun: {span: SdkSpan; context: Context}[];
	ended: ReadableSpan[];
	/** That are not held, since there were too many. */
	beyond: number;
}

/** Who makes the request. Only `id` leaves the process without `SENTRY_SEND_DEFAULT_PII`. */
export interface User {
	id: string;
	email?: string;
	username?: string;
}

/** Sentry's two scopes: the request's own, and the innermost `withScope`. */
export interface Scopes {
	isolation: Scope;
	current: Scope;
}

/** An error that a handler gave to Sentry by itself. It waits for what becomes of it: thrown on, it was not handled. */
export interface HeldCapture {
	thrown: unknown;
	/** The id that the handler was given. */
	eventId: string;
	/** With what the handler said of it. */
	scope: Scope;
	/** Send it as it was captured. Does nothing when it has left already. */
	release(): void;
}

/** Values are found under these keys in any context derived from a request's. */
const requestKey = createContextKey('request');
export const scopesKey = createContextKey('Sentry scopes');

/** The API keeps this key to itself, so ask it to look for a span and note what it asks for. */
const spanKey = (() => {
	let key = Symbol();
	trace.getSpan({
		getValue(asked: symbol) {
			key = asked;
		},
	} as unknown as Context);
	return key;
})();

/**
What is known of one request, and its OpenTelemetry context at once.

One small object instead of a context, an async scope and a map for each request.
Sentry's scopes are made when something first asks for them: most requests never do.
*/
export class RequestContext implements Context {
	readonly span: Span;
	readonly request: Request;
	readonly response: Response;
	/** Set by the request-context middleware. Absent while Koa has not begun. */
	koa: KoaContext | undefined = undefined;
	requestId: string | undefined = undefined;
	user: User | undefined = undefined;
	scopes: Scopes | undefined = undefined;
	/** What was reported for this request already, so that one failure stays one event. */
	reported: Set<unknown> | undefined = undefined;
	/** What a handler gave to Sentry, and may yet throw on: told at the end of the request at the latest. */
	held: HeldCapture[] | undefined = undefined;
	/** What may have led to a failure. */
	steps: Step[] | undefined = undefined;
	/** Milliseconds of `performance.now()`. */
	readonly since: number;
	/** Where `ActiveRequests` keeps it; -1 when it doesn't. */
	place = -1;
	/** Absent while it is under way. */
	ending: Ending | undefined = undefined;
	/** An event of it was granted. */
	hasEvent = false;
	/** Spans below its own that wait for its end. */
	spans: HeldSpans | undefined = undefined;
	/** What becomes of its spans. Absent while it is under way, and where nothing depends on it. */
	verdict: Verdict | undefined = undefined;
	/** A failure that was not expected: an errored session. */
	errored = false;
	readonly #parent: Context;

	constructor(parent: Context, span: Span, request: Request, response: Response, since: number) {
		this.#parent = parent;
		this.span = span;
		this.request = request;
		this.response = response;
		this.since = since;
	}

	/** Route template, such as `/debug/status/:code`, or a RegExp's text. Absent until the router has matched. */
	get route(): string | undefined {
		const route: unknown = this.koa?.['_matchedRoute'];
		return typeof route === 'string' ? route : route instanceof RegExp ? String(route) : undefined;
	}

	getValue(key: symbol): unknown {
		if (key === spanKey) return this.span;
		if (key === requestKey) return this;
		return this.#parent.getValue(key);
	}

	setValue(key: symbol, value: unknown): Context {
		return this.#parent.setValue(requestKey, this).setValue(spanKey, this.span).setValue(key, value);
	}

	deleteValue(key: symbol): Context {
		return this.#parent.setValue(requestKey, this).setValue(spanKey, this.span).deleteValue(key);
	}
}

/** @returns false when this very error, or value, was reported for the request, or job, before. */
export function noteReported(request: Pick<RequestContext, 'reported'>, thrown: unknown): boolean {
	request.reported ??= new Set();
	if (request.reported.has(thrown)) return false;
	request.reported.add(thrown);
	return true;
}

/** Tell what handlers captured: nothing of the request is left that could throw it on. */
export function releaseHeld({held}: Pick<RequestContext, 'held'>): void {
	if (held) for (const capture of [...held]) capture.release();
}

/**
Who makes the request: as a handler said with `Sentry.setUser`, else as authentication did. Never a mixture of two.

@param said - What stands in Sentry's scope; without an id it is at most more about the same user.
*/
export function userOf(
	{user, scopes}: RequestContext,
	said: SentryUser | undefined = scopes?.isolation.getUser(),
): SentryUser {
	// Most are strangers.
	if (said === undefined && user === undefined) return nobody;
	try {
		const {id, ...more} = said ?? {};
		return isId(id) ? {...more, id: String(id)} : {...more, ...user};
	} catch {
		// Whatever a handler gave may be a proxy that throws, and this is asked where nobody catches.
		return {};
	}
}

const nobody: SentryUser = Object.freeze({});

function isId(id: unknown): boolean {
	return typeof id === 'string' || typeof id === 'number';
}

/** The request that the code now running works for, if any. */
export function requestOf(context: Context): RequestContext | undefined {
	return context.getValue(requestKey) as RequestContext | undefined;
}
