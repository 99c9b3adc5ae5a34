import type {Deadline} from '../deadline.ts';

export interface Product {
	sku: string;
	unit_price: number;
	/** ISO 4217. */
	currency: string;
}

/** Where prices come from. */
export interface Catalog {
	/** @returns undefined when the catalog has no such sku. */
	find(sku: string, deadline: Deadline): Promise<Product | undefined> | Product | undefined;
}

/** Two products, so that a new service answers something. */
export function createSampleCatalog(): Catalog {
	const products = new Map<string, Product>([
		['tea', {sku: 'tea', unit_price: 3.5, currency: 'EUR'}],
		['coffee', {sku: 'coffee', unit_price: 4.2, currency: 'EUR'}],
	]);
	return {find: sku => products.get(sku)};
}
