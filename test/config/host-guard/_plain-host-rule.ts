/*
The host guard's rule, said slowly: no regular expression and nothing of `config/`, so that an error there is not
repeated here.
*/

const digits = '0123456789';
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const schemeAlphabet = `${letters}${digits}+.-`;
const consistsOf = (text: string, alphabet: string) =>
	[...text].every(character => alphabet.includes(character));

/** The name in a `Host` value, lower case and without its trailing dot; `undefined` when it is not a host. */
export function plainHostname(raw: string): string | undefined {
	const colon = raw.indexOf(':', raw.indexOf(']') + 1);
	const host = colon === -1 ? raw : raw.slice(0, colon);
	const port = colon === -1 ? '0' : raw.slice(colon + 1);
	if (port === '' || !consistsOf(port, digits) || BigInt(port) > 65535n) {
		return undefined;
	}

	return host.startsWith('[') ? plainAddress(host) : plainName(host);
}

function plainAddress(host: string): string | undefined {
	const address = host.slice(1, -1);
	const isAddress =
		host.endsWith(']') &&
		consistsOf(address, `${digits}abcdefABCDEF:.`) &&
		URL.canParse(`http://[${address}]/`);
	return isAddress ? host.toLowerCase() : undefined;
}

function plainName(host: string): string | undefined {
	const name = host.endsWith('.') ? host.slice(0, -1) : host;
	const labels = name.split('.');
	const isName =
		name.length <= 253 &&
		labels.every(label => label.length >= 1 && label.length <= 63) &&
		consistsOf(name, `${digits}${letters}-.`);
	return isName ? name.toLowerCase() : undefined;
}

/** Whether a list of entries, already lower case, names a host. */
export function plainMatch(entries: readonly string[], hostname: string): boolean {
	return entries.some(
		entry =>
			entry === '*' ||
			entry === hostname ||
			(entry.startsWith('.') && (hostname.endsWith(entry) || `.${hostname}` === entry)),
	);
}

export interface PlainRequest {
	/** Header lines as [name, value], names in any case. */
	readonly lines: ReadonlyArray<readonly [name: string, value: string]>;
	readonly target: string;
	readonly isFromTrustedProxy: boolean;
}

/** Whether a request may pass. */
export function plainVerdict(
	{lines, target, isFromTrustedProxy}: PlainRequest,
	entries: readonly string[],
): boolean {
	const valuesOf = (wanted: string) =>
		lines.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
	const passes = (value: string | undefined) => {
		const hostname = value === undefined ? undefined : plainHostname(value);
		return hostname !== undefined && plainMatch(entries, hostname);
	};

	const hosts = valuesOf('host');
	const authorities = valuesOf(':authority');
	const forwarded = isFromTrustedProxy ? valuesOf('x-forwarded-host') : [];
	const candidates = [forwarded, authorities, hosts].find(values => values.length > 0) ?? [];
	const isContradictory =
		authorities.length === 1 &&
		hosts.length === 1 &&
		authorities[0] !== hosts[0] &&
		plainHostname(authorities[0]!) !== plainHostname(hosts[0]!);
	if (hosts.length > 1 || isContradictory || candidates.length !== 1 || !passes(candidates[0])) {
		return false;
	}

	if (target === '*' || target.startsWith('/')) {
		return true;
	}

	const [scheme = '', rest] = target.split('://', 2);
	const isAbsolute = letters.includes(scheme.charAt(0) || ' ') && rest !== undefined;
	return isAbsolute && consistsOf(scheme, schemeAlphabet) && passes(rest.split(/[/?#]/, 1)[0]);
}
