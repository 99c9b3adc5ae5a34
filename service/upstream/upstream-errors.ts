/** A service that we depend on failed, or answered what we can't use. */
export class UpstreamFailed extends Error {
	override readonly name = 'UpstreamFailed';
	readonly code = 'upstream-failed';
	readonly upstream: string;

	/** @param reason - Never quotes the upstream's body. */
	constructor(upstream: string, reason: string, options?: ErrorOptions) {
		super(`${upstream} failed: ${reason}`, options);
		this.upstream = upstream;
	}
}

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
