import {isIPv6} from 'node:net';
import {domainToASCII} from 'node:url';
import {printable} from './disallowed-host.ts';
import {parseHost} from './host-syntax.ts';

/** Whether an entry of `ALLOWED_HOSTS` can ever match: `*`, a host without port, or `.name`. */
export function isAllowedHostEntry(entry: string): boolean {
	if (entry === '*') {
		return true;
	}

	const isSuffix = entry.startsWith('.');
	const name = isSuffix ? entry.slice(1) : entry;

	// Equal only without port and trailing dot, which a request's host has lost when it is compared.
	return parseHost(name)?.hostname === name.toLowerCase() && !(isSuffix && name.startsWith('['));
}

/** Say what is wrong with an entry, and its right spelling where there is one. Passwords in it are masked. */
export function explainAllowedHostEntry(entry: string): string {
	const shown = `"${printable(entry.replace(/^([^@]*:\/\/)?.*@/s, '$1***@').replace(/\?.*$/s, '?***'))}"`;
	if (isNetwork(entry)) {
		return `${shown} is a network: write each of its hosts, since a request names one host`;
	}

	// Separators of other frameworks, and a no-break space pasted along.
	const spellings = entry
		.trim()
		.split(/[\s;|]+/)
		.map(correctSpelling);
	return spellings.every(spelling => spelling !== undefined)
		? `${shown} must be written "${spellings.join(',')}"`
		: `${shown} is not a host: expected "example.com", ".example.com" (subdomains too), "127.0.0.1", "[::1]" or "*"`;
}

function isNetwork(entry: string): boolean {
	const address = /^\[?([\da-f:.]+)\]?\/\d+$/i.exec(entry)?.[1];
	return address !== undefined && (isIPv6(address) || /^[\d.]+$/.test(address));
}

function correctSpelling(entry: string): string | undefined {
	const host = entry
		.replace(/^["']|["']$/g, '')
		.replace(/^(?:[a-z][a-z\d+.-]*:)?\/\//i, '')
		.replace(/[/?#].*$/s, '')
		.replace(/^.*@/s, '')
		.replace(/^\*\./, '.');
	const spelling = isIPv6(host) ? `[${host}]` : withoutUnicode(host.replace(/:\d*$/, '').replace(/\.$/, ''));
	return isAllowedHostEntry(spelling) ? spelling.toLowerCase() : undefined;
}

function withoutUnicode(name: string): string {
	if (/^[\0-\x7f]*$/.test(name)) {
		return name;
	}

	return name.startsWith('.') ? `.${domainToASCII(name.slice(1))}` : domainToASCII(name);
}
