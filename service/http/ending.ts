import type {Ending, Response} from '../../observability/requests/request-context.ts';
import {AnswerCut} from '../problems/answer-errors.ts';

/*
How a request ends. Nothing else decides it: the event, the span, the log line and the session all follow from here, and
only from who closed what and from which error is whose.
*/

/** Nobody can read an answer any more: the caller left, in whatever way, or we cut the connection. */
export function isGone(response: Response): boolean {
	if ('stream' in response) {
		const {stream} = response;
		return stream.destroyed || stream.closed;
	}
	// A reset is known to the socket before the response hears of it; a caller who ended its side ends ours too.
	return response.destroyed || response.req.socket.destroyed || !response.req.socket.writable;
}

/** How a request ended; undefined while its answer is on its way. */
export function endingOf(response: Response): Ending | undefined {
	if ('stream' in response) {
		const {stream} = response;
		if (stream.errored instanceof AnswerCut) return 'cut';
		// Reset by its caller, a stream counts as finished nonetheless.
		if (stream.writableFinished && !stream.aborted) return 'answered';
		return isGone(response) ? 'left' : undefined;
	}
	if (response.errored instanceof AnswerCut) return 'cut';
	// Still on its socket, it hasn't come to its end; taken off, the system has all of it.
	if (response.socket?.destroyed) return 'left';
	// Mostly the system has taken all of it at once, and to wait until Node says so would cost as much as all the above.
	if (response.writableFinished || (response.writableEnded && response.writableLength === 0))
		return 'answered';
	return response.destroyed ? 'left' : undefined;
}

/** Break the connection off, so that the caller doesn't take half an answer for a whole one. */
export function cut(response: Response): void {
	if (isGone(response) || response.writableEnded) return;
	// Destroyed without an error, an HTTP/2 stream ends as if all had been said.
	if ('stream' in response) response.stream.destroy(new AnswerCut());
	else response.destroy(new AnswerCut());
}

/**
Whether what was thrown says nothing but that the caller left. With the caller still there, the same is a failure.

An error of the connection itself is known by identity, also as the cause of another. Those that Node makes anew of a
stream that is gone, and of work that was told to end, are known by the state: nobody is there.
*/
export function isCallerLeaving(response: Response, thrown: unknown): boolean {
	if (!isGone(response)) return false;
	try {
		return causesOf(thrown).some(error => isOf(response, error) || isOfGoneStream(error));
	} catch {
		// An error whose fields can't be read is nobody's but its maker's.
		return false;
	}
}

/** The connection's own error, or that of one of its two streams. */
function isOf(response: Response, error: unknown): boolean {
	if (error === undefined || error === null) return false;
	const {req} = response;
	if ('stream' in response) return error === response.stream.errored || error === req.errored;
	return error === req.socket.errored || error === req.errored || error === response.errored;
}

/** Made anew wherever a stream is used that is gone, or work ends that was told to: only their codes tell. */
const ofGoneStreams =
	/^(?:ABORT_ERR|ECONNRESET|EPIPE|ERR_HTTP2_\w+|ERR_STREAM_\w+|client-left|request-timed-out)$/;

function isOfGoneStream(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	const {name, code} = error as {name?: unknown; code?: unknown};
	return name === 'AbortError' || (typeof code === 'string' && ofGoneStreams.test(code));
}

/** The error and what it was caused by, a few deep: a cause may be its own. */
function causesOf(thrown: unknown): unknown[] {
	const causes = [thrown];
	for (let depth = 0; depth < 4; depth++) {
		const last = causes.at(-1);
		if (!(last instanceof Error) || last.cause === undefined) break;
		causes.push(last.cause);
	}
	return causes;
}
