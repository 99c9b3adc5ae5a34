/** @throws naming the path of the first column that has no number: a missing one would show as "NaN". */
export function assertComplete(value: unknown, path: string): void {
	if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${path} is ${value}`);
	if (Array.isArray(value) && value.length === 0) throw new Error(`${path} is empty`);
	if (value === undefined) throw new Error(`${path} is missing`);
	if (typeof value !== 'object' || value === null) return;
	for (const [key, each] of Object.entries(value)) assertComplete(each, `${path}.${key}`);
}

type Countable = {name: string; lost: number | null};

/** @throws when the service itself lost a span; what peers lose is for the table to show. */
export function assertNothingLost(data: unknown): void {
	const rows = (Array.isArray(data) ? data : ((data as {rows?: unknown}).rows ?? [])) as Countable[];
	for (const {name, lost} of rows) {
		if (name?.startsWith('service') && (lost ?? 0) > 0) throw new Error(`${name} lost ${lost} spans`);
	}
}
