/** More arrives than we can answer; later is better than never. */
export class Overloaded extends Error {
	override readonly name = 'Overloaded';
	readonly code = 'overloaded';
	readonly retryAfterSeconds = 1;

	constructor() {
		super('The service has more to do than it can');
	}
}
