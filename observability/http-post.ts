import http from 'node:http';
import https from 'node:https';

/** What became of one POST. Status 0: no answer, and `reason` says why. */
export interface Answer {
	status: number;
	retryAfter: string | undefined;
	reason: string;
}

export interface Poster {
	/** Never rejects. */
	post(body: Buffer, headers: Record<string, string>): Promise<Answer>;
	close(): void;
}

/**
POST bodies to one URL over a few kept-alive connections.

Node's own client rather than `fetch`: it is not instrumented here, so telemetry never traces itself.

@param timeoutMs - For one attempt, from connecting to the answer.
*/
export function createPoster(url: string, connections: number, timeoutMs: number): Poster {
	const client = url.startsWith('https:') ? https : http;
	const agent = new client.Agent({keepAlive: true, maxSockets: connections});
	return {
		post: (body, headers) =>
			new Promise(resolve => {
				const request = client.request(url, {
					method: 'POST',
					agent,
					headers: {...headers, 'content-length': body.length},
					signal: AbortSignal.timeout(timeoutMs),
				});
				request.on('response', response => {
					response.resume();
					const status = response.statusCode ?? 0;
					resolve({status, retryAfter: response.headers['retry-after'], reason: `status ${status}`});
				});
				request.on('error', error => {
					const reason = error.name === 'AbortError' ? `no answer in ${timeoutMs} ms` : error.message;
					resolve({status: 0, retryAfter: undefined, reason});
				});
				request.end(body);
			}),
		close: () => agent.destroy(),
	};
}
