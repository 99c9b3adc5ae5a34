import type {IncomingHttpHeaders} from 'node:http';
import type {Host, parseHost} from '../host-guard/host-syntax.ts';
import {createReadHost} from '../host-guard/host-syntax.ts';
import type {TrustsProxy} from '../settings/setting-types.ts';
import type {Forwarding} from './forwarding.ts';
import {followForwarding, plainAddress, saidByFarthest} from './forwarding.ts';

/** What a request of any version of HTTP tells of its caller. */
export interface Incoming {
	readonly headers: IncomingHttpHeaders;
	readonly url?: string | undefined;
	readonly socket: {
		readonly remoteAddress?: string | undefined;
		readonly localAddress?: string | undefined;
		readonly localPort?: number | undefined;
		readonly encrypted?: boolean;
	};
}

export type Scheme = 'http' | 'https';

export interface Server {
	/** A name, or an address; one of IPv6 in brackets. */
	readonly address: string;
	readonly port: number;
}

/** Reads of a request who made it. The same request gives the same caller, also when its connection is gone. */
export type CallerOf = (request: Incoming) => Caller;

const key = Symbol('caller');

/**
Who makes a request, and what it asks for: the one notion of address, scheme and host, for the host guard, `ctx`, spans,
events and logs alike.

`X-Forwarded-For`, `-Proto` and `-Host` are believed where a proxy of ours says so, and where they are what they claim
to be: an address, `http` or `https`, a host. Where one is not, what we see ourselves stands. Nothing is read before it
is asked for, but the address of the peer, which a closed connection no longer tells.

@param trust - From `TRUST_PROXY`; nobody is believed without it.
*/
export function createCallerOf(trust: TrustsProxy | undefined): CallerOf {
	const readHost = createReadHost();
	return request => {
		const kept = request as Incoming & {[key]?: Caller};
		kept[key] ??= new Caller(request, trust, readHost);
		return kept[key];
	};
}

export class Caller {
	/** Of whoever holds the other end of the connection. */
	readonly peer: string | undefined;
	readonly #encrypted: boolean;
	readonly #request: Incoming;
	readonly #trust: TrustsProxy | undefined;
	readonly #readHost: typeof parseHost;
	#forwarding: Forwarding | undefined = undefined;
	#isBehindProxy: boolean | undefined = undefined;
	#scheme: Scheme | undefined = undefined;

	constructor(request: Incoming, trust: TrustsProxy | undefined, readHost: typeof parseHost) {
		const {remoteAddress, encrypted} = request.socket;
		this.peer = remoteAddress === undefined ? undefined : plainAddress(remoteAddress);
		this.#encrypted = encrypted === true;
		this.#request = request;
		this.#trust = trust;
		this.#readHost = readHost;
	}

	/** Whether the peer is a proxy of ours, whose word is taken. */
	get isBehindProxy(): boolean {
		this.#isBehindProxy ??= this.#trust !== undefined && this.peer !== undefined && this.#trust(this.peer, 0);
		return this.#isBehindProxy;
	}

	/** Of the first whom no proxy of ours vouches for; undefined once nobody is there. */
	get address(): string | undefined {
		return this.#follow().addresses.at(-1);
	}

	/** What our proxies say they were called from, the caller first. */
	get forwardedFor(): string[] {
		return this.#follow().addresses.slice(1).reverse();
	}

	get scheme(): Scheme {
		this.#scheme ??= this.#readScheme();
		return this.#scheme;
	}

	/** What was asked for; undefined when that is no host. The guard says whether it is one of ours. */
	get host(): Host | undefined {
		const {headers, url = '/'} = this.#request;
		// Listed twice it has a comma in it, and is none: the guard refuses it.
		const forwarded = this.#believed(headers['x-forwarded-host']);
		return (
			(forwarded === undefined ? undefined : this.#readHost(forwarded)) ??
			// An absolute target overrides the header: RFC 9112 §3.2.2.
			this.#readHost(authorityOf(url) ?? (headers[':authority'] as string | undefined) ?? headers.host ?? '')
		);
	}

	/** What was asked for, with the port that its scheme has; where that is no host, what was connected to. */
	get server(): Server {
		const {host} = this;
		if (host) return {address: host.hostname, port: host.port ?? (this.scheme === 'https' ? 443 : 80)};
		const {localAddress = '', localPort = 0} = this.#request.socket;
		const address = plainAddress(localAddress);
		return {address: address.includes(':') ? `[${address}]` : address, port: localPort};
	}

	/** As in a `Host` line, in lower case: `api.example:8443`. Empty where it is no host. */
	get authority(): string {
		const {host} = this;
		if (!host) return '';
		return host.port === undefined ? host.hostname : `${host.hostname}:${host.port}`;
	}

	/** As browsers write it: `https://api.example`, `http://[::1]:3000`. */
	get origin(): string {
		const {scheme, server} = this;
		const isDefaultPort = server.port === (scheme === 'https' ? 443 : 80);
		return `${scheme}://${server.address}${isDefaultPort ? '' : `:${server.port}`}`;
	}

	#readScheme(): Scheme {
		const said = this.#believed(this.#request.headers['x-forwarded-proto']);
		if (said !== undefined) {
			// Most proxies overwrite what came, and the way needn't be followed.
			const last = said.includes(',') ? saidByFarthest(said, this.#follow().proxies) : said.trim();
			const scheme = last.toLowerCase();
			if (scheme === 'http' || scheme === 'https') return scheme;
		}
		return this.#encrypted ? 'https' : 'http';
	}

	#believed(value: string | string[] | undefined): string | undefined {
		return value !== undefined && this.isBehindProxy ? String(value) : undefined;
	}

	#follow(): Forwarding {
		if (this.peer === undefined) return {addresses: [], proxies: 0};
		this.#forwarding ??= this.#trust
			? followForwarding(this.peer, String(this.#request.headers['x-forwarded-for'] ?? ''), this.#trust)
			: {addresses: [this.peer], proxies: 0};
		return this.#forwarding;
	}
}

function authorityOf(target: string): string | undefined {
	return target.startsWith('/') ? undefined : /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i.exec(target)?.[1];
}
