/** What arrived, in numbers. */
export interface Counts {
	/** Refused, hung and reset ones too. */
	requests: number;
	/** Those that did not arrive, by a fault or because they were malformed. */
	refused: number;
	/** Bodies as they were sent, compressed or not; of refused requests too. */
	bytes: number;
	events: number;
	transactions: number;
	/** Over OTLP; those inside transactions aren't counted. */
	spans: number;
	/** Envelope items by type, an item that holds many (`item_count`) as that many. */
	items: Record<string, number>;
}

export function createCounts(): Counts {
	return {requests: 0, refused: 0, bytes: 0, events: 0, transactions: 0, spans: 0, items: {}};
}

export function countItem(
	counts: Counts,
	{type, header}: {type: string; header: Record<string, unknown>},
): void {
	const count = Number(header['item_count'] ?? 1);
	counts.items[type] = (counts.items[type] ?? 0) + count;
	if (type === 'event') counts.events += count;
	if (type === 'transaction') counts.transactions += count;
}
