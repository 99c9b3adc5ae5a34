/** The caller closed the connection before the answer. Nobody's failure. */
export class ClientLeft extends Error {
	override readonly name = 'ClientLeft';
	readonly code = 'client-left';

	constructor() {
		super('The caller left before the answer');
	}
}
