import {isIP} from 'node:net';

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
	return address.startsWith('::ffff:') && address.includes('.')
		? address.slice(7)
		: address.split('%', 1)[0]!;
}
