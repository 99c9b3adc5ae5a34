import {InvalidInput} from '../problems/request-errors.ts';

/**
In an encoded path, what some server on the way could take for another path: a dot segment, `/`, `\` or a control
character inside a value, however often it is encoded. RFC 3986 §6.2.2.3; nginx and Tomcat decode before they match.
*/
const ambiguous = /%(?:25)*(?:[01][\da-f]|7f|2f|5c)|(?:^|\/)(?:\.|%(?:25)*2e){1,2}(?=[/;?]|%(?:25)*3b|$)/i;

/** A path below an upstream's base URL, whose values can't lead anywhere else. Only `path` makes one. */
export class UpstreamPath {
	readonly #text: string;

	constructor(text: string) {
		this.#text = text;
	}

	toString(): string {
		return this.#text;
	}
}

/** `URLSearchParams` is a whole query, or several pairs of one. */
type Value = string | number | boolean | URLSearchParams;

/**
A path for `createUpstream`, with values in it: each is one whole segment, or a value of the query, and is encoded.

@throws {InvalidInput} When a value can be neither: it is the caller's text that makes no sense, and nothing is asked.
@example
await upstream.get(path`/products/${sku}?currency=${currency}`, product, deadline);
*/
export function path(texts: TemplateStringsArray, ...values: Value[]): UpstreamPath {
	let encoded = texts[0]!;
	for (const [index, value] of values.entries()) {
		encoded += encode(value, encoded.includes('?')) + texts[index + 1]!;
	}
	if (ambiguous.test(encoded.split('?', 1)[0]!)) throw refusal();
	return new UpstreamPath(encoded.replace(/\?$/, ''));
}

function encode(value: Value, isInQuery: boolean): string {
	if (value instanceof URLSearchParams && isInQuery) return value.toString();
	const text = String(value);
	// An empty segment asks for the folder.
	if (!text.isWellFormed() || (text === '' && !isInQuery)) throw refusal();
	return encodeURIComponent(text);
}

function refusal(): InvalidInput {
	return new InvalidInput([{pointer: '', detail: 'must be text that can stand in a path'}]);
}
