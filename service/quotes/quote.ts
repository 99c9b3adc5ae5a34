import type {Deadline} from '../http/deadline.ts';
import type {Catalog, Product} from './product.ts';
import {MixedCurrencies, UnknownSku} from './quote-errors.ts';

export interface Item {
	sku: string;
	quantity: number;
}

export interface Quotes {
	/** @throws {UnknownSku} */
	single(item: Item, deadline: Deadline): Promise<Line & {currency: string}>;
	/** @throws {UnknownSku | MixedCurrencies} */
	several(
		items: readonly Item[],
		deadline: Deadline,
	): Promise<{lines: Line[]; currency: string; total: number}>;
}

export interface Line extends Item {
	unit_price: number;
	total: number;
}

/** What items cost, at the catalog's prices of this moment. */
export function createQuotes(catalog: Catalog): Quotes {
	return {
		async single({sku, quantity}, deadline) {
			const {currency, unit_price} = known(sku, await catalog.find(sku, deadline));
			return {sku, quantity, currency, unit_price, total: money(unit_price * quantity)};
		},
		async several(items, deadline) {
			const skus = [...new Set(items.map(({sku}) => sku))];
			const found = await Promise.all(skus.map(sku => catalog.find(sku, deadline)));
			const products = new Map(skus.map((sku, index) => [sku, known(sku, found[index])]));
			const currencies = new Set(products.values().map(({currency}) => currency));
			if (currencies.size > 1) throw new MixedCurrencies([...currencies]);
			const lines = items.map(({sku, quantity}) => {
				const {unit_price} = products.get(sku)!;
				return {sku, quantity, unit_price, total: money(unit_price * quantity)};
			});
			return {
				lines,
				currency: [...currencies][0]!,
				total: money(lines.reduce((sum, line) => sum + line.total, 0)),
			};
		},
	};
}

/** @throws {UnknownSku} where the catalog has nothing under it. */
function known(sku: string, product: Product | undefined): Product {
	if (!product) throw new UnknownSku(sku);
	return product;
}

/** Rounded to a hundredth, so that 3 × 0.1 is 0.3. */
function money(amount: number): number {
	return Math.round((amount + Number.EPSILON) * 100) / 100;
}
