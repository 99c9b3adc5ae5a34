/**
Make text from outside safe to show in a log line, an error report or a message.

Every character outside printable ASCII becomes `\xNN` or `\u{…}`, so that no control character, no look-alike
letter and no right-to-left mark reaches the reader as itself.

@param limit - Longest result in characters. What follows is cut off, never inside an escape.
*/
export function printable(text: string, limit = 255): string {
	let shown = '';

	// Cut first: escaping all of a 16 KB header to keep 255 characters would be work for the sender's benefit.
	for (const character of text.slice(0, limit)) {
		const next = escaped(character);
		if (shown.length + next.length > limit) {
			break;
		}

		shown += next;
	}

	return shown;
}

function escaped(character: string): string {
	const code = character.codePointAt(0)!;
	if (code >= 0x20 && code <= 0x7e) {
		return character;
	}

	const hex = code.toString(16);
	return code <= 0xff ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
}
