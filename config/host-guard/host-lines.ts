/** Every value a request gave for its host, before any of them is believed. */
export interface HostLines {
	/** `Host`. */
	readonly host: string[];
	/** `:authority`, which only HTTP/2 has: no HTTP/1 parser lets a name start with a colon. */
	readonly authority: string[];
	/** `X-Forwarded-Host`. */
	readonly forwarded: string[];
}

/**
Read them from the raw lines, where repeated ones still show: `headers.host` keeps the first.

@param rawHeaders - Names and values in turn, as Node gives them.
*/
export function readHostLines(rawHeaders: readonly string[]): HostLines {
	const lines: HostLines = {host: [], authority: [], forwarded: []};

	for (let index = 0; index < rawHeaders.length; index += 2) {
		const name = rawHeaders[index]!;
		linesNamed(name, lines)?.push(rawHeaders[index + 1]!);
	}

	return lines;
}

/** By length first: this runs for every header of every request, and lower-casing each name is most of the cost. */
function linesNamed(name: string, lines: HostLines): string[] | undefined {
	switch (name.length) {
		case 4:
			return name.toLowerCase() === 'host' ? lines.host : undefined;
		case 10:
			return name === ':authority' ? lines.authority : undefined;
		case 16:
			return name.toLowerCase() === 'x-forwarded-host' ? lines.forwarded : undefined;
		default:
			return undefined;
	}
}
