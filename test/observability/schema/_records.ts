import type {Said} from './_drive.ts';

/** One span, event, line …: its fields with the type of each. */
export type Fields = Map<string, string>;

/** What a service said, as the records of each group of the schema. */
export function recordsOf({sink, lines}: Said): Record<string, Fields[]> {
	const {spans, events, transactions, sessions, metrics} = sink;
	const segments = transactions.map(({contexts, spans: children = [], ...rest}) => ({
		rest: {...rest, contexts, spans: children},
		root: contexts!.trace!.data!,
		children: children.map(({data}) => data),
		resource: contexts!['otel']!['resource'] as object,
	}));
	const ofKind = (kind: number) => spans.filter(span => span.kind === kind);
	const isJob = ({attributes}: {attributes: object}) => 'app.job.name' in attributes;
	return {
		'server-span': [
			...ofKind(2).map(fromOtlp),
			...segments
				.map(({root}) => root)
				.filter(root => !isJob({attributes: root}))
				.map(fromJson),
		],
		'job-span': [
			...spans.filter(isJob).map(fromOtlp),
			...segments
				.map(({root}) => root)
				.filter(root => isJob({attributes: root}))
				.map(fromJson),
		],
		'check-in': sink.items
			.filter(({type}) => type === 'check_in')
			.map(({payload}) => fromJson(payload as object)),
		'client-span': [...ofKind(3).map(fromOtlp), ...segments.flatMap(({children}) => children.map(fromJson))],
		'span-event': spans.flatMap(span => span.events.map(({attributes}) => fromJson(attributes))),
		resource: [
			...spans.map(span => fromJson(span.resource)),
			...metrics.map(metric => fromJson(metric.resource)),
			...segments.map(segment => fromJson(segment.resource)),
		],
		transaction: segments.map(({rest}) => fromJson(rest)),
		event: events.map(event => fromJson(flatten(event))),
		session: sessions.flatMap(session => ('aggregates' in session ? session.aggregates.map(fromJson) : [])),
		log: lines.map(fromJson),
		'sentry-log': sink.items
			.filter(({type}) => type === 'log')
			.flatMap(({payload}) => (payload as {items: SentryLog[]}).items.map(fromLog)),
	};
}

type SentryLog = {attributes: Record<string, {value: unknown}>};

function fromLog({attributes, ...rest}: SentryLog): Fields {
	const values = Object.entries(attributes).map(([name, {value}]) => [name, value] as const);
	return fromJson({...rest, ...Object.fromEntries(values)});
}

const otlpTypes: Record<string, string> = {
	stringValue: 'string',
	intValue: 'int',
	doubleValue: 'double',
	boolValue: 'boolean',
	arrayValue: 'string[]',
};

function fromOtlp({attributeTypes}: {attributeTypes: Record<string, string>}): Fields {
	return new Map(Object.entries(attributeTypes).map(([name, type]) => [name, otlpTypes[type] ?? type]));
}

function fromJson(value: object | undefined): Fields {
	const entries = Object.entries(value ?? {}).filter(
		([name, entry]) => entry !== undefined && name !== 'otel.status_message',
	);
	return new Map(entries.map(([name, entry]) => [name, jsonType(entry)]));
}

function jsonType(value: unknown): string {
	if (Array.isArray(value)) return typeof value[0] === 'string' ? 'string[]' : 'object[]';
	if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double';
	return typeof value;
}

const opened = ['contexts', 'tags', 'request', 'user', 'contexts.trace', 'contexts.host'];

/** `contexts.host.reason` and the like, of the objects that the schema names the fields of. */
function flatten(value: object, prefix = ''): Record<string, unknown> {
	return Object.assign(
		{},
		...Object.entries(value).map(([name, entry]) => {
			const path = prefix + name;
			return opened.includes(path) ? flatten(entry as object, `${path}.`) : {[path]: entry};
		}),
	);
}
