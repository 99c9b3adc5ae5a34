import * as conventions from '@opentelemetry/semantic-conventions/incubating';
import {telemetrySchema} from '../../observability/schema/telemetry-schema.ts';

/** Whatever the telemetry schema says is OpenTelemetry's must be in OpenTelemetry's own package. */
const published = new Set<unknown>(Object.values(conventions));
// Names of span events and their fields are in the package; these come from instrumentations that are newer than it.
const {groups, metrics} = telemetrySchema;
const said = [...groups.flatMap(({fields}) => fields), ...metrics].filter(
	({source}) => source === 'OpenTelemetry',
);
const unknown = said.map(({name}) => name).filter(name => !published.has(name));
process.stdout.write(`${said.length} names of OpenTelemetry's, unknown: ${unknown.join(', ') || 'none'}\n`);
if (unknown.length > 0) process.exitCode = 1;
