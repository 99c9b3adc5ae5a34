import {subscribe} from 'node:diagnostics_channel';
import type {Span} from '@opentelemetry/api';
import {context, createContextKey, SpanStatusCode} from '@opentelemetry/api';
import type {OutboundCall} from '../../observability/spans/client-span.ts';

/** Equal to telemetry's own: the API gives equal names equal keys. */
const outboundCallKey = createContextKey('outbound call');

/** One attempt, from making the request to reading its answer. Any of the two may end it. */
export interface Attempt {
	fetch(url: string, init: RequestInit): Promise<Response>;
	/** End it, and say so on its span. Does nothing when it has ended. */
	abort(reason: Error): void;
	/** Aborts with it, for what has to be waited for first. */
	readonly signal: AbortSignal;
	/** Why it was aborted, if it was. */
	reason(): Error | undefined;
}

interface Call extends OutboundCall {
	onSent: () => void;
}

/**
Make attempts whose spans know how often they were tried before and why they were given up.

`fetch` doesn't tell when it has a connection; the channels of undici, which is underneath, do:
https://undici.nodejs.org/#/docs/api/DiagnosticsChannel
*/
export function createAttempts() {
	const calls = new WeakMap<object, Call>();
	subscribe('undici:request:create', message => {
		const call = context.active().getValue(outboundCallKey) as Call | undefined;
		if (call) calls.set((message as {request: object}).request, call);
	});
	subscribe('undici:client:sendHeaders', message => {
		calls.get((message as {request: object}).request)?.onSent();
	});

	/** @param onSent - Called when there is a connection and the request goes out on it. */
	return function startAttempt(resendCount: number, onSent: () => void): Attempt {
		let sent = false;
		const call: Call = {
			resendCount,
			onSent() {
				sent = true;
				onSent();
			},
		};
		const controller = new AbortController();
		const {signal} = controller;
		return {
			fetch: (url, init) =>
				context.with(context.active().setValue(outboundCallKey, call), fetch, undefined, url, {
					...init,
					signal,
				}),
			abort(reason) {
				if (signal.aborted) return;
				controller.abort(reason);
				// Of a request that waits for its connection undici says nothing more, and the span would never end.
				// Whatever it does say, it has said a turn of the loop later.
				if (!sent && call.span) setImmediate(endAsFailed, call.span, reason);
			},
			signal,
			reason: () => (signal.aborted ? (signal.reason as Error) : undefined),
		};
	};
}

function endAsFailed(span: Span, reason: Error & {code?: string}): void {
	if (!span.isRecording()) return;
	span.setAttribute('error.type', reason.code ?? reason.name);
	span.setStatus({code: SpanStatusCode.ERROR, message: reason.message});
	span.end();
}

/**
Read the text of an upstream's answer.

@param limitBytes - Longest text taken.
@returns undefined when it is longer. What is left of it then is for the caller to cut off.
*/
export async function readAnswer(response: Response, limitBytes: number): Promise<string | undefined> {
	if (Number(response.headers.get('content-length')) > limitBytes) return undefined;
	const decoder = new TextDecoder();
	let text = '';
	let length = 0;
	for await (const chunk of response.body ?? []) {
		length += chunk.length;
		if (length > limitBytes) return undefined;
		text += decoder.decode(chunk, {stream: true});
	}
	return text + decoder.decode();
}

/** `fetch` refuses a URL with credentials, which stand in a header on their way anyhow: RFC 7617. */
export function withoutCredentials(text: string): {url: string; authorization: string | undefined} {
	const url = new URL(text);
	const [username, password] = [url.username, url.password].map(decode);
	const authorization =
		username || password ? `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` : undefined;
	url.username = '';
	url.password = '';
	return {url: url.href, authorization};
}

/** A password may have a `%` that encodes nothing. */
function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
