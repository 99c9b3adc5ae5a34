/** We took longer than `REQUEST_TIMEOUT_MS`. */
export class RequestTimedOut extends Error {
	override readonly name = 'RequestTimedOut';
	readonly code = 'request-timed-out';

	constructor(timeoutMs: number) {
		super(`The request was not answered within ${timeoutMs} ms`);
	}
}
