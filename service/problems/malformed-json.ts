/** The body is not JSON in UTF-8 (RFC 8259). The parser's own message is left out: it quotes the body. */
export class MalformedJson extends Error {
	override readonly name = 'MalformedJson';
	readonly code = 'malformed-json';
	readonly errors = [{pointer: '', detail: 'must be JSON in UTF-8'}];

	constructor() {
		super('The body is not JSON');
	}
}
