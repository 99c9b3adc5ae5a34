/** The caller took longer to send its request than we wait for the whole of it. */
export class RequestTooSlow extends Error {
	override readonly name = 'RequestTooSlow';
	readonly code = 'request-too-slow';

	constructor(timeoutMs: number) {
		super(`The request had not arrived after ${timeoutMs} ms`);
	}
}
