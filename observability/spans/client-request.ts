import type {ClientRequest} from 'node:http';
import type {Context} from '@opentelemetry/api';
import {propagation} from '@opentelemetry/api';
import {ownBaggage} from './propagation/targets.ts';

/**
Tell a call of its trace, in the place of headers of a trace that the call brought itself: beside ours
there would be two.

@param fields - Names of the headers that tell of a trace.
*/
export function sendTrace(request: ClientRequest, active: Context, fields: ReadonlySet<string>): void {
	const headers: Record<string, string> = {};
	propagation.inject(active, headers);
	const own = request.getHeader('baggage');
	if (own !== undefined && fields.has('baggage')) {
		headers['baggage'] = [ownBaggage(String(own)), headers['baggage']].filter(Boolean).join(',');
	}
	for (const field of fields) {
		if (headers[field]) request.setHeader(field, headers[field]);
		else if (request.hasHeader(field)) request.removeHeader(field);
	}
}

/** Through a proxy the target is the whole URL, and the host is the proxy's. */
export function addressOf(request: ClientRequest): {origin: URL; target: string} {
	const {path, protocol, host} = request;
	if (/^https?:\/\//i.test(path)) return {origin: new URL(path), target: path};
	// It names the port, unless it is the protocol's own; a caller may have it name another host.
	const named = /^(.*?)(?::(\d+))?$/.exec(String(request.getHeader('host') ?? ''));
	const hostname = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
	const port = named?.[1] === hostname && named[2] ? `:${named[2]}` : '';
	return {origin: new URL(`${protocol}//${hostname}${port}`), target: path};
}
