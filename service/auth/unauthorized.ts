/** Credentials were sent and are not good. Missing ones are no error here: routes decide whom they serve. */
export class Unauthorized extends Error {
	override readonly name = 'Unauthorized';
	readonly code = 'unauthorized';

	constructor(reason: string, options?: ErrorOptions) {
		super(reason, options);
	}
}
