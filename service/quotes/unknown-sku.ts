/** The catalog has no such product. */
export class UnknownSku extends Error {
	override readonly name = 'UnknownSku';
	readonly code = 'unknown-sku';
	readonly sku: string;

	constructor(sku: string) {
		super('The catalog has no such sku');
		this.sku = sku;
	}
}
