/** A service that we depend on took longer than we wait for it. */
export class UpstreamTimedOut extends Error {
	override readonly name = 'UpstreamTimedOut';
	readonly code = 'upstream-timed-out';
	readonly upstream: string;

	/** @param what - What it didn't do in time, such as `answer` or `accept a connection`. */
	constructor(upstream: string, what: string, timeoutMs: number, options?: ErrorOptions) {
		super(`${upstream} did not ${what} within ${timeoutMs} ms`, options);
		this.upstream = upstream;
	}
}
