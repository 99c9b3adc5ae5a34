import {telemetrySchema} from '../observability/schema/telemetry-schema.ts';

/** The schema of telemetry as Markdown: a section for each group. */
export function renderTelemetry(): string {
	const {groups, own} = telemetrySchema;
	const metrics = [...telemetrySchema.metrics, ...own.metrics];
	const ownGroup = {
		title: 'Attributes of this service',
		about: 'On its spans beside the above, set by its own code.',
		fields: own.attributes,
	};
	const sections = [...groups, ...(own.attributes.length > 0 ? [ownGroup] : [])].map(
		({title, about, fields}) =>
			[
				`## ${title}`,
				'',
				about,
				'',
				'| name | type | when | meaning | convention |',
				'| --- | --- | --- | --- | --- |',
				...fields.map(({name, type, when, meaning, source}) =>
					row([`\`${name}\``, type, when, meaning, source]),
				),
			].join('\n'),
	);
	const metricRows = metrics.map(({name, instrument, unit, labels, when, meaning, source}) =>
		row([
			`\`${name}\``,
			`${instrument}, ${unit}`,
			labels.map(label => `\`${label}\``).join(' '),
			when,
			meaning,
			source,
		]),
	);
	return [
		...sections,
		[
			'## Metrics',
			'',
			'With `OTEL_METRICS_EXPORTER`. No label holds a path or a host that a caller chose.',
			'',
			'| name | instrument | labels | when | meaning | convention |',
			'| --- | --- | --- | --- | --- | --- |',
			...metricRows,
		].join('\n'),
	].join('\n\n');
}

function row(cells: string[]): string {
	return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
