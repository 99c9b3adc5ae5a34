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
