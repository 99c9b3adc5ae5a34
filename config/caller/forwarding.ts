import {isIP} from 'node:net';
import type {TrustsProxy} from '../settings/setting-types.ts';

/** The way that a request came, as far as it is believed. */
export interface Forwarding {
	/** From us outwards: the peer, then what each proxy of ours says of its own. */
	readonly addresses: readonly string[];
	/** How many of them, from the peer on, are proxies of ours. */
	readonly proxies: number;
}

/**
Follow `X-Forwarded-For` from the peer outwards, as long as who says so is a proxy of ours and what it says is an address.

@param list - The header, each of its lines; a proxy adds to the end.
*/
export function followForwarding(peer: string, list: string, trust: TrustsProxy): Forwarding {
	const addresses = [peer];
	let proxies = trust(peer, 0) ? 1 : 0;
	const entries = list.split(',');
	while (proxies === addresses.length && entries.length > 0) {
		const entry = entries.pop()!.trim();
		// An empty element of a list is none: RFC 9110 §5.6.1.2.
		if (entry === '') continue;
		const address = readAddress(entry);
		if (address === undefined) break;
		addresses.push(address);
		if (trust(address, proxies)) proxies++;
	}
	return {addresses, proxies};
}

/**
What the farthest of our proxies says in a header of which each may overwrite the value or add its own to the end.

Not simply the first: a caller may have sent that one.
*/
export function saidByFarthest(list: string, proxies: number): string {
	const entries = list.split(',');
	return entries[Math.max(0, entries.length - proxies)]!.trim();
}

/** `203.0.113.7:4711` and `[2001:db8::7]:4711`, as some gateways write the port along; the brackets alone are taken too. */
const withPort = /^(?:([\d.]{7,15}):\d{1,5}|\[([\da-f:.]{2,45})\](?::\d{1,5})?)$/i;

/**
Read an entry of `X-Forwarded-For`.

@returns undefined for what is no address, such as `unknown` or a name. An IPv4 address in IPv6's clothes is given as
what it is; a port is left out.
*/
export function readAddress(entry: string): string | undefined {
	const match = withPort.exec(entry);
	const address = match ? (match[1] ?? match[2]!) : entry;
	// A zone is an interface of the machine that wrote it, and nothing to anybody else.
	return isIP(address) > 0 && !address.includes('%') ? plainAddress(address) : undefined;
}

/** @param address - As a socket gives it: a listener for both versions of IP sees `::ffff:192.0.2.1`. */
export function plainAddress(address: string): string {
	if (address.startsWith('::ffff:') && address.includes('.')) return address.slice(7);
	const zone = address.indexOf('%');
	return zone < 0 ? address : address.slice(0, zone);
}
