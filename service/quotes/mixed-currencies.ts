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
