import {setTimeout as sleep} from 'node:timers/promises';
import {trace} from '@opentelemetry/api';

interface Product {
	sku: string;
	unit_price: number;
	currency: string;
}

const products: Product[] = [
	{sku: 'tea', unit_price: 3.5, currency: 'EUR'},
	{sku: 'coffee', unit_price: 4.2, currency: 'EUR'},
	{sku: 'cake', unit_price: 2.8, currency: 'EUR'},
];

const tracer = trace.getTracer('shelf');

/** The catalog's store. Some of it is slow, and every third look for cake fails. */
export function createShelf(): (sku: string) => Promise<Product | undefined> {
	let looksForCake = 0;

	return function find(sku) {
		return tracer.startActiveSpan('look on the shelf', {attributes: {sku}}, async span => {
			try {
				await sleep(sku === 'coffee' ? 60 : 20);
				if (sku === 'cake' && ++looksForCake % 3 === 0) throw new Error('The cake has lost its price tag');
				return products.find(product => product.sku === sku);
			} finally {
				span.end();
			}
		});
	};
}
