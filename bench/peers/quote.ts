const prices: Record<string, number> = {tea: 3.5, coffee: 4.2};

/** The answer of `GET /quotes/:sku`; the harness refuses to measure a server whose bytes differ. */
export function quote(sku: string, quantity: number) {
	const unitPrice = prices[sku] ?? 0;
	return {sku, quantity, currency: 'EUR', unit_price: unitPrice, total: unitPrice * quantity};
}

export type Item = {sku: string; quantity: number};

/** The answer of `POST /quotes`. */
export function quotes(items: Item[]) {
	const lines = items.map(({sku, quantity}) => {
		const {unit_price, total} = quote(sku, quantity);
		return {sku, quantity, unit_price, total};
	});
	return {lines, currency: 'EUR', total: lines.reduce((sum, {total}) => sum + total, 0)};
}
