import {telemetrySchema} from '../../observability/schema/telemetry-schema.ts';

const {metrics, own} = telemetrySchema;
const all = [...metrics, ...own.metrics];

/**
A metric as Prometheus has it when it scrapes the service: dots become underscores, the unit is left out.

@param part - What a counter or a histogram adds to its name.
@throws {Error} when the telemetry schema has no such metric.
*/
export function series(name: string, part: '' | '_total' | '_bucket' | '_count' | '_sum' = ''): string {
	if (!all.some(metric => metric.name === name)) {
		throw new Error(`expected a metric of the telemetry schema, got ${name}`);
	}
	return name.replaceAll('.', '_') + part;
}

/** Every name that a query on the service's series may have in it: of metrics, and of their labels. */
export function knownNames(): Set<string> {
	const parts = {histogram: ['_bucket', '_count', '_sum'], sum: ['', '_total'], gauge: ['']} as const;
	return new Set(
		all.flatMap(({name, instrument, labels}) => [
			...parts[instrument].map(part => series(name, part)),
			...labels.map(label => label.replaceAll('.', '_')),
		]),
	);
}
