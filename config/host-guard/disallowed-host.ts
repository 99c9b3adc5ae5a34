import {printable} from './printable.ts';

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
