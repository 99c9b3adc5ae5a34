import http from 'node:http';
import https from 'node:https';
import {context, ROOT_CONTEXT} from '@opentelemetry/api';
import {suppressTracing} from '@opentelemetry/core';
import type {Rejected} from './partial-success.ts';
import {readPartialSuccess} from './partial-success.ts';

/** What became of one POST. Status 0: no answer, and `reason` says why. */
export interface Answer {
	status: number;
	retryAfter?: string | undefined;
	/** Sentry's `X-Sentry-Rate-Limits`. */
	rateLimits?: string | undefined;
	reason: string;
	/** What it says that it did not take after all. */
	rejected?: Rejected | undefined;
}

/** After its head an answer has so long to end: its connection is let go of then. */
const longestBodyMs = 500;
const mostBodyBytes = 65_536;

/** As Node's agents take it: https://nodejs.org/api/http.html#built-in-proxy-support */
export type ProxyEnvironment = Partial<Record<'HTTP_PROXY' | 'HTTPS_PROXY' | 'NO_PROXY', string>>;

export interface Poster {
	/** Never rejects. An answer to OTLP is read for what it says of the spans; else the status is all there is to learn. */
	post(body: Buffer, headers: Record<string, string>): Promise<Answer>;
	/** Give up what is under way. */
	close(): void;
}

/**
POST bodies to one URL over a few kept-alive connections.

Node's own client rather than `fetch`: it is not instrumented here, so telemetry never traces itself.

@param timeoutMs - For one attempt, from connecting to the end of the answer.
@param proxies - Through which it goes, where they name one for this URL.
*/
export function createPoster(
	url: string,
	connections: number,
	timeoutMs: number,
	proxies: ProxyEnvironment = {},
): Poster {
	const client = url.startsWith('https:') ? https : http;
	const agent = new client.Agent({keepAlive: true, maxSockets: connections, proxyEnv: proxies});
	// Sent in the context of a request that failed, it is no call of that request's.
	const quiet = suppressTracing(ROOT_CONTEXT);
	const underway = new Set<http.ClientRequest>();

	function attempt(body: Buffer, headers: Record<string, string>): Promise<Answer & {stale?: boolean}> {
		return new Promise(resolve => {
			const request = context.with(quiet, () =>
				client.request(url, {
					method: 'POST',
					agent,
					headers: {...headers, 'content-length': body.length},
				}),
			);
			const timer = setTimeout(() => request.destroy(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
			underway.add(request);
			request.on('response', response => {
				const {statusCode: status = 0, headers: received} = response;
				const answer = {
					status,
					retryAfter: received['retry-after'],
					rateLimits: [received['x-sentry-rate-limits'] ?? []].flat().join(',') || undefined,
					reason: `status ${status}`,
				};
				const letGo = setTimeout(() => request.destroy(), longestBodyMs).unref();
				const isOtlp = status < 300 && headers['content-type'] === 'application/x-protobuf';
				let said = Buffer.alloc(0);
				// One that breaks off after its head is as good.
				response
					.on('error', () => {})
					.on('close', () => {
						clearTimeout(letGo);
						if (isOtlp) resolve({...answer, rejected: readPartialSuccess(said, received['content-type'])});
					});
				response.on('data', (part: Buffer) => {
					if (isOtlp && said.length < mostBodyBytes) said = Buffer.concat([said, part]);
				});
				if (!isOtlp) resolve(answer);
			});
			request.on('error', (error: NodeJS.ErrnoException) => {
				const stale = request.reusedSocket && error.code === 'ECONNRESET';
				resolve({status: 0, reason: error.message, stale});
			});
			request.on('close', () => {
				clearTimeout(timer);
				underway.delete(request);
			});
			request.end(body);
		});
	}

	return {
		async post(body, headers) {
			const answer = await attempt(body, headers);
			// A receiver may close an idle connection just as it is used again: no outage, and no pause.
			return answer.stale ? attempt(body, headers) : answer;
		},
		close() {
			for (const request of underway) request.destroy(new Error('stopped before it was answered'));
			agent.destroy();
		},
	};
}
