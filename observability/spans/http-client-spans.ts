import {subscribe} from 'node:diagnostics_channel';
import type {ClientRequest, IncomingMessage} from 'node:http';
import type {Attributes, Histogram, Span, Tracer} from '@opentelemetry/api';
import {context, diag, metrics, SpanKind, SpanStatusCode, trace} from '@opentelemetry/api';
import {isTracingSuppressed} from '@opentelemetry/core';
import {isKnownMethod} from '../requests/http-semantics.ts';
import {addressOf, sendTrace} from './client-request.ts';
import {clientUrl, outboundCallOf} from './client-span.ts';
import type {Targets} from './propagation/targets.ts';

interface Call {
	span: Span;
	/** Of its duration, as `fetch` measures it. */
	labels: Attributes;
	/** Milliseconds of `performance.now()`. */
	since: number;
}

export interface HttpClientOptions {
	tracer: Tracer;
	targets: Targets;
	sendDefaultPii: boolean;
	/** Names of the headers that tell of a trace. */
	fields: ReadonlySet<string>;
}

/**
A client span, trace headers and a duration for each request of `node:http` and `node:https`, on which axios, got and the
AWS SDK are built: what `fetch` has by undici's channels, by Node's own.

Nothing is patched and nothing listens to incoming requests. Requests of telemetry itself are left out, and the
`CONNECT` to a proxy, which is no call. Headers that a caller gave as a list are on their way already, so they are sent
as they are.
https://nodejs.org/api/diagnostics_channel.html#http
*/
export function startHttpClientSpans({tracer, targets, sendDefaultPii, fields}: HttpClientOptions): void {
	const calls = new WeakMap<ClientRequest, Call>();
	// Of the same name as undici's, and with the same boundaries: one row where both are shown.
	const durations = durationHistogram();

	function begin(request: ClientRequest): void {
		const active = context.active();
		if (request.method === 'CONNECT' || isTracingSuppressed(active)) return;
		const {origin, target} = addressOf(request);
		const method = isKnownMethod(request.method) ? request.method : '_OTHER';
		const labels: Attributes = {
			'http.request.method': method,
			'server.address': origin.hostname,
			'server.port': Number(origin.port) || (origin.protocol === 'https:' ? 443 : 80),
			'url.scheme': origin.protocol.slice(0, -1),
		};
		const call = outboundCallOf(active);
		const span = tracer.startSpan(method === '_OTHER' ? 'HTTP' : method, {
			kind: SpanKind.CLIENT,
			attributes: {
				...labels,
				...clientUrl(origin.protocol, origin.host, target, sendDefaultPii),
				'http.request.resend_count': call?.resendCount || undefined,
			},
		});
		targets.note(span, origin.hostname);
		calls.set(request, {span, labels, since: performance.now()});
		if (!request.headersSent) sendTrace(request, trace.setSpan(active, span), fields);
		request.once('close', () => end(request));
	}

	function answered(request: ClientRequest, response: IncomingMessage): void {
		const call = calls.get(request);
		if (!call) return;
		const {statusCode = 0, httpVersion} = response;
		const {remoteAddress, remotePort} = request.socket ?? {};
		Object.assign(call.labels, {
			'http.response.status_code': statusCode,
			'network.protocol.version': httpVersion,
			...(statusCode >= 400 && {'error.type': String(statusCode)}),
		});
		call.span.setAttributes({
			...call.labels,
			...(remoteAddress !== undefined && {'network.peer.address': remoteAddress}),
			...(remotePort !== undefined && {'network.peer.port': remotePort}),
		});
		if (statusCode >= 400) call.span.setStatus({code: SpanStatusCode.ERROR});
		// An answer that breaks off says so here and not on the request.
		response.once('error', error => failed(request, error));
	}

	function failed(request: ClientRequest, error: Error & {code?: string}): void {
		const call = calls.get(request);
		// Given up by whoever made it, it did not fail.
		if (!call || error.name === 'AbortError') return;
		const type = error.code ?? error.name;
		call.labels['error.type'] = type;
		call.span.setAttribute('error.type', type);
		call.span.recordException(error);
		call.span.setStatus({code: SpanStatusCode.ERROR, message: error.message});
	}

	function end(request: ClientRequest): void {
		const call = calls.get(request);
		if (!call) return;
		calls.delete(request);
		call.span.end();
		durations.record((performance.now() - call.since) / 1000, call.labels);
	}

	/** What a subscriber throws would end the process. */
	function on<T>(channel: string, heard: (message: T) => void): void {
		subscribe(channel, message => {
			try {
				heard(message as T);
			} catch (error) {
				diag.error('A call could not be traced', error);
			}
		});
	}

	on<{request: ClientRequest}>('http.client.request.created', ({request}) => begin(request));
	on<{request: ClientRequest; response: IncomingMessage}>(
		'http.client.response.finish',
		({request, response}) => answered(request, response),
	);
	on<{request: ClientRequest; error: Error}>('http.client.request.error', ({request, error}) =>
		failed(request, error),
	);
}

function durationHistogram(): Histogram {
	return metrics.getMeter('node:http').createHistogram('http.client.request.duration', {
		description: 'Duration of HTTP client requests.',
		unit: 's',
		advice: {
			explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
		},
	});
}
