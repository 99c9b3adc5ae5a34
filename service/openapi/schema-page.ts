import type {JsonSchema} from './components.ts';
import type {Html} from './html.ts';
import {html} from './html.ts';

/** What a schema allows, as nested lists. */
export function renderSchema(schema: JsonSchema): Html {
	const {properties, items} = schema as {properties?: Record<string, JsonSchema>; items?: JsonSchema};
	const required = (schema['required'] ?? []) as string[];
	const members = Object.entries(properties ?? {}).map(
		([name, property]) => html`
			<li><code>${name}</code>${required.includes(name) ? '' : ' (optional)'}: ${renderSchema(property)}</li>`,
	);
	return html`${describe(schema)}${items && html`, each: ${renderSchema(items)}`}
		${members.length > 0 ? html`<ul>${members}</ul>` : undefined}`;
}

/** Keywords that a person wants to know, and how to say them. */
const phrases: [keyword: string, phrase: (value: string) => string][] = [
	['minimum', value => `at least ${value}`],
	['maximum', value => `at most ${value}`],
	['minLength', value => `length at least ${value}`],
	['maxLength', value => `length at most ${value}`],
	['minItems', value => `${value} or more`],
	['maxItems', value => `${value} at most`],
	['pattern', value => `matching ${value}`],
	['enum', value => `one of ${value}`],
	['const', value => `always ${value}`],
	['default', value => `${value} when left out`],
];

function describe(schema: JsonSchema): string {
	const limits = phrases
		.filter(([keyword]) => keyword in schema)
		.map(([keyword, phrase]) => phrase(textOf(schema[keyword])));
	return [schema['type'] === undefined ? 'anything' : textOf(schema['type']), ...limits].join(', ');
}

function textOf(value: unknown): string {
	return Array.isArray(value) ? value.join(', ') : String(value);
}
