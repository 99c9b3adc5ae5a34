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

/** Amounts of different currencies have no sum. */
export class MixedCurrencies extends Error {
	override readonly name = 'MixedCurrencies';
	readonly code = 'mixed-currencies';
	readonly currencies: readonly string[];

	constructor(currencies: readonly string[]) {
		super(`The items are priced in ${currencies.join(' and ')}`);
		this.currencies = currencies;
	}
}
