import {explainAllowedHostEntry, isAllowedHostEntry} from './allowed-host-entry.ts';

export interface AllowedHosts {
	/** As they are compared: trimmed, lower case, each once, in the order given. */
	readonly entries: readonly string[];

	/** Whether the list names this host, given as `parseHost` returns its `hostname`. */
	matches(hostname: string): boolean;
}

/**
Read the value of `ALLOWED_HOSTS`: a comma list with Django's meaning.

`example.com` is that host, `.example.com` that host and every subdomain at any depth, `*` any valid host. Case and
empty entries don't count.

@throws {Error} Naming every entry that could never match, with its right spelling; or that the list names nobody.
@see https://docs.djangoproject.com/en/stable/ref/settings/#allowed-hosts
*/
export function parseAllowedHosts(list: string): AllowedHosts {
	// An empty entry must go: as a suffix it would match every host.
	const given = list
		.split(',')
		.map(trimAscii)
		.filter(entry => entry !== '');
	const mistakes = given.filter(entry => !isAllowedHostEntry(entry));
	if (mistakes.length > 0) {
		throw new Error(mistakes.map(explainAllowedHostEntry).join('; '));
	}

	if (given.length === 0) {
		throw new Error('expected at least one host, such as "example.com" or ".example.com"');
	}

	return createAllowedHosts(new Set(given.map(entry => entry.toLowerCase())));
}

function createAllowedHosts(entries: ReadonlySet<string>): AllowedHosts {
	const all = entries.has('*');
	const domains = new Set([...entries].filter(entry => entry.startsWith('.')).map(entry => entry.slice(1)));

	return {
		entries: Object.freeze([...entries]),

		matches(hostname) {
			return all || entries.has(hostname) || isWithin(domains, hostname);
		},
	};
}

/** One look-up a label, however long the list is. */
function isWithin(domains: ReadonlySet<string>, hostname: string): boolean {
	if (domains.size === 0) {
		return false;
	}

	for (let start = 0; start !== -1; start = afterDot(hostname, start)) {
		if (domains.has(hostname.slice(start))) {
			return true;
		}
	}

	return false;
}

function afterDot(hostname: string, start: number): number {
	const dot = hostname.indexOf('.', start);
	return dot === -1 ? -1 : dot + 1;
}

/** Not `trim()`: it would hide a no-break space, which is better shown. */
function trimAscii(entry: string): string {
	return entry.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
}
