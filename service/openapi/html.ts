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
