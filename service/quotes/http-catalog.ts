import {z} from 'zod';
import {path} from '../upstream/path.ts';
import type {Upstream} from '../upstream/upstream.ts';
import type {Catalog} from './product.ts';

const product = z.object({sku: z.string(), unit_price: z.number(), currency: z.string()});

/** The catalog service: `GET /products/:sku`, 404 when it is unknown. */
export function createHttpCatalog(upstream: Upstream): Catalog {
	return {
		find: (sku, deadline) => upstream.get(path`/products/${sku}`, product, deadline),
	};
}
