import type {TrustsProxy} from '../settings/setting-types.ts';
import {readAddress} from './address.ts';

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
