import type {IncomingMessage} from 'node:http';
import type {TLSSocket} from 'node:tls';
import proxyAddress from 'proxy-addr';
import type {TrustsProxy} from '../../config/settings/setting-types.ts';
import type {Address} from './http-semantics.ts';
import {createServerAddress} from './http-semantics.ts';
import type {Request} from './request-context.ts';

/** What a request's first hop was, as far as the proxies in between are believed. */
export interface Forwarded {
	scheme: 'http' | 'https';
	server: Address;
	client: () => string | undefined;
}

/** @param trust - From `TRUST_PROXY`; nothing is believed without it. */
export function createForwarded(trust: TrustsProxy | undefined): (request: Request) => Forwarded {
	const serverAddress = createServerAddress();
	return request => {
		const peer = request.socket.remoteAddress;
		const trusted = trust !== undefined && peer !== undefined && trust(peer, 0);
		const scheme = schemeOf(request, trusted);
		return {
			scheme,
			server: serverAddress(request, scheme),
			client: () => (trust ? proxyAddress(request as IncomingMessage, trust) : peer),
		};
	};
}

function schemeOf(request: Request, trusted: boolean): 'http' | 'https' {
	if (trusted) {
		const said = String(request.headers['x-forwarded-proto'] ?? '')
			.split(',', 1)[0]!
			.trim();
		if (said === 'http' || said === 'https') return said;
	}
	return (request.socket as TLSSocket).encrypted ? 'https' : 'http';
}
