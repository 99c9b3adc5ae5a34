import type {Config} from '../../config/config.ts';
import {createUpstream} from '../upstream/upstream.ts';
import {createHttpCatalog} from './http-catalog.ts';
import type {Catalog, Product} from './product.ts';

/** The catalog service where there is one, else a sample of two products. */
export function createCatalog({catalogUrl, catalogTimeoutMs}: Config): Catalog {
	if (!catalogUrl) return createSampleCatalog();
	return createHttpCatalog(
		createUpstream({name: 'catalog', baseUrl: catalogUrl, timeoutMs: catalogTimeoutMs, random: Math.random}),
	);
}

function createSampleCatalog(): Catalog {
	const products = new Map<string, Product>([
		['tea', {sku: 'tea', unit_price: 3.5, currency: 'EUR'}],
		['coffee', {sku: 'coffee', unit_price: 4.2, currency: 'EUR'}],
	]);
	return {find: sku => products.get(sku)};
}
