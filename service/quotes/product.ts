import type {Deadline} from '../http/deadline.ts';

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
