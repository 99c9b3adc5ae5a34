import type {CompareRow} from './compare.ts';

const width = 760;
const left = 300;
const right = 90;
const barHeight = 22;
const rowHeight = 34;
const top = 52;

/** The comparison as an SVG: one bar a server, its median ratio from zero, and a line for the range. */
export function chart(rows: CompareRow[]): string {
	const height = top + rows.length * rowHeight + 12;
	const most = Math.max(2, ...rows.map(({ratio}) => ratio.max));
	const x = (ratio: number) => left + (ratio / most) * (width - left - right);
	const step = [0.5, 1, 2, 5, 10, 20, 50].find(each => most / each <= 6) ?? 100;
	const ticks = Array.from({length: Math.floor(most / step) + 1}, (_, i) => i * step);
	const bars = rows.map(({name, label, ratio}, i) => {
		const y = top + i * rowHeight;
		const middle = y + barHeight / 2;
		const kind = name.startsWith('service') ? 'own' : 'other';
		return `<text class="label" x="${left - 10}" y="${middle}">${escapeXml(label)}</text>
<rect class="${kind}" x="${left}" y="${y}" width="${fixed(x(ratio.median) - left)}" height="${barHeight}" rx="3"/>
<path class="range" d="M${fixed(x(ratio.min))} ${middle}H${fixed(x(ratio.max))}"/>
<text class="value" x="${fixed(x(ratio.max) + 8)}" y="${middle}">${ratio.median.toFixed(2)}</text>`;
	});
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
<title id="title">CPU per request over bare Koa: ${rows.map(({label, ratio}) => `${escapeXml(label)} ${ratio.median.toFixed(2)}`).join('; ')}</title>
<style>
svg{font:14px system-ui,sans-serif}.ground{fill:#fff}
text{fill:#1f2328;dominant-baseline:central}
.label{text-anchor:end}.value{font-weight:600}.tick{fill:#59636e;text-anchor:middle;font-size:12px}
.grid{stroke:#d1d9e0}.range{stroke:#1f2328;stroke-width:2}.own{fill:#7a5af5}.other{fill:#9aa4af}
@media (prefers-color-scheme:dark){
.ground{fill:#0d1117}text{fill:#f0f6fc}.tick{fill:#9198a1}
.grid{stroke:#3d444d}.range{stroke:#f0f6fc}.own{fill:#a48cff}.other{fill:#656c76}}
</style>
<rect class="ground" width="100%" height="100%"/>
<text x="${left}" y="14">CPU time per request ÷ bare Koa’s (less is better)</text>
${ticks.map(tick => `<path class="grid" d="M${fixed(x(tick))} 42V${height - 8}"/><text class="tick" x="${fixed(x(tick))}" y="34">${tick}×</text>`).join('\n')}
${bars.join('\n')}
</svg>
`;
}

function fixed(value: number): string {
	return value.toFixed(1);
}

function escapeXml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
