/** A handler answered a 5xx without throwing; nothing else would tell why. */
export class ServerErrorReturned extends Error {
	override readonly name = 'ServerErrorReturned';
	readonly code = 'server-error-returned';
	readonly status: number;

	constructor(status: number) {
		super(`A handler answered ${status} without an error`);
		this.status = status;
	}
}
