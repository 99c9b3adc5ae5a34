/** A service that we depend on took longer than we wait for it. */
export class UpstreamTimedOut extends Error {
	override readonly name = 'UpstreamTimedOut';
	readonly code = 'upstream-timed-out';
	readonly upstream: string;

	constructor(upstream: string, timeoutMs: number, options?: ErrorOptions) {
		super(`${upstream} did not answer within ${timeoutMs} ms`, options);
		this.upstream = upstream;
	}
}
