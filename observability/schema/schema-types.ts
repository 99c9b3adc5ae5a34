export type FieldType = 'string' | 'int' | 'double' | 'boolean' | 'object' | 'string[]' | 'object[]';

/** One thing that the service says of itself. */
export interface Field {
	name: string;
	type: FieldType;
	/** `always`, or under which condition. Tests hold both: what is always there, and that the rest is ever there. */
	when: string;
	meaning: string;
	/** Whose convention it follows. */
	source: Source;
}

export type Source = 'OpenTelemetry' | 'Sentry' | 'ours';

/** Things that are said together, such as the attributes of one kind of span. */
export interface Group {
	id: string;
	title: string;
	about: string;
	fields: readonly Field[];
}

export interface Metric {
	name: string;
	instrument: 'histogram' | 'sum' | 'gauge';
	unit: string;
	when: string;
	meaning: string;
	source: Source;
	/** Names of its attributes. */
	labels: readonly string[];
}

type Row = [name: string, type: FieldType, when: string, meaning: string, source?: Source];

/** Fields as rows, so that a list reads like the table that it becomes. */
export function fields(source: Source, rows: readonly Row[]): Field[] {
	return rows.map(([name, type, when, meaning, other]) => ({
		name,
		type,
		when,
		meaning,
		source: other ?? source,
	}));
}
