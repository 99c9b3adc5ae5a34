import type {JsonSchema} from './components.ts';

/** Markup that may stand in a page as it is. */
export interface Html {
	readonly markup: string;
}

type Part = Html | string | number | undefined | readonly Html[];

/** Markup from a template: what is put in is escaped, unless it is markup itself. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
	return {markup: String.raw({raw: strings}, ...parts.map(toMarkup))};
}

function toMarkup(part: Part): string {
	if (part === undefined) return '';
	if (typeof part === 'string' || typeof part === 'number') return escapeText(String(part));
	return 'markup' in part ? part.markup : part.map(toMarkup).join('');
}

const entities: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

function escapeText(text: string): string {
	return text.replace(/[&<>"']/g, character => entities[character]!);
}

/** Text whose `code` and links show as such. */
export function prose(text: string): Html {
	return {
		markup: escapeText(text)
			.replace(/`([^`]+)`/g, '<code>$1</code>')
			.replace(/https:\/\/[^\s<]+/g, '<a href="$&">$&</a>'),
	};
}

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
