import {everySpan} from '../../observability/schema/spans.ts';
import {telemetrySchema} from '../../observability/schema/telemetry-schema.ts';
import type {Span} from './otlp-spans.ts';

const {groups, own} = telemetrySchema;
/** The names of `SpanKind` in OTLP's numbers; what is neither is the service's own. */
const groupOfKind: Record<number, string> = {2: 'server-span', 3: 'client-span'};

/** Attributes of a span that neither its kind nor the service's own code should have. */
export function unlistedAttributes({kind, attributes}: Span): string[] {
	const group = 'app.job.name' in attributes ? 'job-span' : groupOfKind[kind];
	const {fields} = groups.find(({id}) => id === group) ?? {fields: everySpan};
	const listed = new Set([...fields, ...own.attributes].map(({name}) => name));
	return Object.keys(attributes).filter(name => !listed.has(name));
}
