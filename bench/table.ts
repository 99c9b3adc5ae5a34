import type {Spread} from './statistics.ts';

/** A median with its range: `1.34 (1.31–1.40)`. */
export function ranged({median, min, max}: Spread, digits = 2): string {
	return `${median.toFixed(digits)} (${min.toFixed(digits)}–${max.toFixed(digits)})`;
}

/** A Markdown table, padded as the formatter would; every column but the first is numbers, so aligned right. */
export function table(header: string[], rows: string[][]): string {
	const widths = header.map((_, i) => Math.max(3, ...[header, ...rows].map(cells => cells[i]!.length)));
	const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
	const padded = (cells: string[]) =>
		cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)));
	return [padded(header), rule, ...rows.map(padded)].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}
