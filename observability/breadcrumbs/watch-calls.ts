import {subscribe} from 'node:diagnostics_channel';
import type {ClientRequest, IncomingMessage} from 'node:http';
import {context} from '@opentelemetry/api';
import {isTracingSuppressed} from '@opentelemetry/core';
import type {Call} from './steps.ts';

/** https://undici.nodejs.org/#/docs/api/DiagnosticsChannel */
interface UndiciRequest {
	origin: string | URL;
	method: string;
	path: string;
}

/**
Hear of every call to another service, by `fetch` and by `node:http`, sampled or not.

@param onCall - Called when a request is made, in the context of whoever makes it. What becomes of it is written to the
call later on.
*/
export function watchCalls(onCall: (call: Call) => void): void {
	const calls = new WeakMap<object, Call>();

	function begin(request: object, method: string, url: string): void {
		// Telemetry's own.
		if (isTracingSuppressed(context.active())) return;
		const call: Call = {
			method,
			url: url.split(/[?#]/, 1)[0]!,
			at: Date.now(),
			since: performance.now(),
			durationMs: undefined,
			status: undefined,
			error: undefined,
		};
		calls.set(request, call);
		onCall(call);
	}

	function end(request: object, status: number | undefined, error?: Error & {code?: string}): void {
		const call = calls.get(request);
		if (!call) return;
		call.durationMs = performance.now() - call.since;
		call.status ??= status;
		if (error) call.error = error.code ?? error.name;
	}

	function on<T>(channel: string, heard: (message: T) => void): void {
		subscribe(channel, message => heard(message as T));
	}

	on<{request: UndiciRequest}>('undici:request:create', ({request}) =>
		begin(request, request.method, `${request.origin}${request.path}`),
	);
	on<{request: UndiciRequest; response: {statusCode: number}}>(
		'undici:request:headers',
		({request, response}) => end(request, response.statusCode),
	);
	on<{request: UndiciRequest; error: Error}>('undici:request:error', ({request, error}) =>
		end(request, undefined, error),
	);
	on<{request: ClientRequest}>('http.client.request.created', ({request}) =>
		begin(request, request.method, `${request.protocol}//${request.getHeader('host')}${request.path}`),
	);
	on<{request: ClientRequest; response: IncomingMessage}>(
		'http.client.response.finish',
		({request, response}) => end(request, response.statusCode),
	);
	on<{request: ClientRequest; error: Error}>('http.client.request.error', ({request, error}) =>
		end(request, undefined, error),
	);
}
