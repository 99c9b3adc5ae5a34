import {isIPv6} from 'node:net';

export interface Host {
	/** Lower case, without the trailing dot; an IPv6 address keeps its brackets. */
	readonly hostname: string;
	readonly port: number | undefined;
}

/**
A name (labels of 1–63 letters, digits and hyphens, one trailing dot allowed) or a bracketed address, then an
optional port.

Letters are spelled out and matched as they came: lower-casing first would turn the Kelvin sign (U+212A) into a
`k`, and trimming would strip no-break spaces.
*/
const syntax =
	/^(?:((?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63})\.?|\[([0-9A-Fa-f:.]{2,45})\])(?::([0-9]+))?$/;

const longestName = 253;
const highestPort = 65535;

/**
Read a `Host` value, strictly.

Stricter than `uri-host` of RFC 3986 §3.2.2: no percent-encoding, no underscore, no IPvFuture, no zone, and a colon
wants digits after it. Nothing is resolved or rewritten: `127.1` is a name, and `[::1]` differs from `[0:0:0:0:0:0:0:1]`.

Sources: RFC 9110 §7.2, RFC 9112 §3.2, RFC 1035 §2.3.4 (lengths).

@returns `undefined` when it is not a host. Never throws.
*/
export function parseHost(raw: string): Host | undefined {
	const match = syntax.exec(raw);
	if (match === null) {
		return undefined;
	}

	const [, name, address, digits] = match;
	const port = digits === undefined ? undefined : Number(digits);
	if (port !== undefined && port > highestPort) {
		return undefined;
	}

	if (name === undefined) {
		return isIPv6(address!) ? {hostname: `[${address!.toLowerCase()}]`, port} : undefined;
	}

	return name.length > longestName ? undefined : {hostname: name.toLowerCase(), port};
}

/** `parseHost`, for one who reads hosts again and again: mostly it is the one before, which is remembered. */
export function createReadHost(): typeof parseHost {
	let lastText: string | undefined;
	let last: Host | undefined;
	return text => {
		if (text !== lastText) [lastText, last] = [text, parseHost(text)];
		return last;
	};
}
