import {telemetrySchema} from '../../../observability/schema/telemetry-schema.ts';
import type {Said} from './_drive.ts';
import type {Fields} from './_records.ts';
import {recordsOf} from './_records.ts';

const {groups, own} = telemetrySchema;
const metrics = [...telemetrySchema.metrics, ...own.metrics];

/** Everything that was said and is not listed, has another type than listed, or is missing where it is always. */
export function differences(said: Said): string[] {
	const found = new Set<string>();
	const records = recordsOf(said);
	for (const {id, fields} of groups) {
		for (const record of records[id] ?? []) {
			for (const [name, type] of record) {
				if (id === 'sentry-log' && isOfLine(name)) continue;
				const listed = [...fields, ...(id.endsWith('-span') ? own.attributes : [])].find(
					field => field.name === name,
				);
				if (!listed) found.add(`${id} ${name} is not listed`);
				else if (!fits(type, listed.type)) found.add(`${id} ${name} is ${type}, not ${listed.type}`);
			}
			for (const {name, when} of fields) {
				if (when === 'always' && !record.has(name))
					found.add(`${id} ${name} is missing: ${describe(record)}`);
			}
		}
	}
	for (const {name, type, unit, points} of said.sink.metrics) {
		const listed = metrics.find(metric => metric.name === name);
		if (!listed) found.add(`metric ${name} is not listed`);
		else if (listed.instrument !== type || listed.unit !== unit)
			found.add(`metric ${name} is ${type} in ${unit}`);
		for (const label of points.flatMap(({attributes}) => Object.keys(attributes))) {
			if (!listed?.labels.includes(label)) found.add(`metric ${name} has the label ${label}, not listed`);
		}
	}
	return [...found];
}

/** Everything that is listed and was not said by any of them. */
export function neverSaid(all: readonly Said[]): string[] {
	const seen = new Set<string>();
	for (const said of all) {
		for (const [id, records] of Object.entries(recordsOf(said))) {
			for (const record of records) for (const name of record.keys()) seen.add(`${id} ${name}`);
		}
		for (const {name, points} of said.sink.metrics) {
			seen.add(`metric ${name}`);
			for (const {attributes} of points)
				for (const label of Object.keys(attributes)) seen.add(`metric ${name} ${label}`);
		}
	}
	const listed = [
		...groups.flatMap(({id, fields}) => fields.map(({name}) => `${id} ${name}`)),
		...telemetrySchema.metrics.flatMap(({name, labels}) => [
			`metric ${name}`,
			...labels.map(label => `metric ${name} ${label}`),
		]),
	];
	return listed.filter(name => !seen.has(name));
}

/** A field of the line it is made of, an object among them as text. */
function isOfLine(name: string): boolean {
	return groups.find(({id}) => id === 'log')!.fields.some(field => field.name === name);
}

/** In JSON a whole number may be a double. */
function fits(type: string, listed: string): boolean {
	return type === listed || (type === 'int' && listed === 'double');
}

function describe(record: Fields): string {
	return [...record.keys()].join(', ').slice(0, 200);
}
