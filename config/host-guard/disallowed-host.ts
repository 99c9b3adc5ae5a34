/** Where the refused host was read: a header line, HTTP/2's `:authority`, or an absolute-form request target. */
export type HostSource = 'host' | ':authority' | 'x-forwarded-host' | 'request-target';

/**
- `missing`: no such line.
- `empty`: a line with nothing in it.
- `several`: repeated lines, or a comma.
- `contradictory`: `:authority` and `Host` name different hosts (RFC 9113 §8.3.1).
- `invalid`: not a host by syntax.
- `not-listed`: a valid host that `ALLOWED_HOSTS` doesn't name.
*/
export type HostRefusalReason = 'missing' | 'empty' | 'several' | 'contradictory' | 'invalid' | 'not-listed';

export interface HostRefusal {
	readonly reason: HostRefusalReason;
	readonly source: HostSource;
	/** As received. */
	readonly host: string;
	/** The name to allow; only of a valid host. */
	readonly hostname?: string;
}

/**
A request for a host that this service doesn't answer to.

The message is constant: a host in it would make every scanner's guess an issue of its own.
*/
export class DisallowedHost extends Error {
	override readonly name = 'DisallowedHost';
	readonly code = 'disallowed-host';
	readonly reason: HostRefusalReason;
	readonly source: HostSource;

	/** As received, escaped and cut to 255 characters, a password masked: it may be shown, and never believed. */
	readonly host: string;

	/** What to do if the host is ours; absent when no entry could allow it. */
	readonly advice: string | undefined;

	constructor({reason, source, host, hostname}: HostRefusal) {
		super(
			'Refused a request for a host that this service does not answer to: see the context "host" for its name, and for what to do if it is ours',
		);
		this.reason = reason;
		this.source = source;
		this.host = printable(withoutPassword(host));
		this.advice =
			hostname === undefined
				? undefined
				: `Add "${hostname}" to ALLOWED_HOSTS if this service should answer to it.`;
	}
}

/** `user:password@` is no part of a host, and comes all the same. A port there is a trick, and shown. */
function withoutPassword(host: string): string {
	return host.replace(/:(?!\d{1,5}@)[^\s,/@:]+@/g, ':[Filtered]@');
}

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
