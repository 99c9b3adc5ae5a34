/** A median with the range it was taken from. */
export type Spread = {median: number; min: number; max: number};

/** The value below which the share `q` (0–1) of `sorted`, ascending, lies: nearest rank. */
export function quantile(sorted: number[], q: number): number {
	return sorted[Math.max(0, Math.ceil(sorted.length * q) - 1)] ?? Number.NaN;
}

/** The middle of `values`; of an even number of them, the mean of the two in the middle. */
export function median(values: number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length / 2;
	if (Number.isInteger(middle))
		return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
	return sorted[Math.floor(middle)]!;
}

export function spread(values: number[]): Spread {
	return {median: median(values), min: Math.min(...values), max: Math.max(...values)};
}
