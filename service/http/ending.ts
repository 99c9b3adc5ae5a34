import {constants} from 'node:http2';
import type {Response} from '../../observability/requests/request-context.ts';

/** What Node says of a stream whose other end went away, and we of work that nobody waits for any more. */
const symptoms = new Set([
	'ABORT_ERR',
	'ECONNRESET',
	'EPIPE',
	'ERR_HTTP2_INVALID_STREAM',
	'ERR_HTTP2_STREAM_CANCEL',
	'ERR_HTTP2_STREAM_ERROR',
	'ERR_STREAM_DESTROYED',
	'ERR_STREAM_PREMATURE_CLOSE',
	'ERR_STREAM_WRITE_AFTER_END',
	'request-timed-out',
]);

/** Nobody can read an answer any more: the caller left, or we cut the connection. */
export function isGone(response: Response): boolean {
	return response.destroyed || ('stream' in response && response.stream.destroyed);
}

/** Whether an error says nothing but that the caller left. The same symptom with the caller still there is a failure. */
export function isCallerLeaving(response: Response, thrown: unknown): boolean {
	if (!isGone(response) || !(thrown instanceof Error)) return false;
	const {name, code} = thrown as {name?: unknown; code?: unknown};
	return name === 'AbortError' || (typeof code === 'string' && symptoms.has(code));
}

/** Break the connection off, so that the caller doesn't take half an answer for a whole one. */
export function cut(response: Response): void {
	// Destroyed without a code, an HTTP/2 stream ends as if all had been said.
	if ('stream' in response) response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
	else response.destroy();
}
