import type {Span} from '@opentelemetry/api';
import type {AllowedHosts} from '../../../config/host-guard/allowed-hosts.ts';
import {isSentryKey} from './sentry-members.ts';

export interface Targets {
	/** Note that the call of this span goes to this host, as a URL's `hostname` has it. */
	note(span: Span, hostname: string): void;
	/** Spans of calls to hosts that are told of no trace. */
	withheld: WeakSet<Span>;
}

/** @param hosts - From `TRACE_PROPAGATION_TARGETS`. */
export function createTargets(hosts: AllowedHosts): Targets {
	const withheld = new WeakSet<Span>();
	return {
		withheld,
		note(span, hostname) {
			// A trailing dot names the same host.
			if (!hosts.matches(hostname.toLowerCase().replace(/\.$/, ''))) withheld.add(span);
		},
	};
}

/** Baggage that a call brings itself, without Sentry's part: that is the trace's. Empty when nothing is left. */
export function ownBaggage(header: string): string {
	return header
		.split(',')
		.filter(member => member.trim() !== '' && !isSentryKey(member.trim()))
		.join(',');
}

/**
Take the trace out of headers that a call brings itself, as one does that hands on those of its caller: beside ours
there would be two.

@param headers - Names and values in turn, changed in place.
@param fields - Names of the headers that we write.
*/
export function removeTraceHeaders(headers: (string | string[])[], fields: ReadonlySet<string>): void {
	for (let at = headers.length - 2; at >= 0; at -= 2) {
		const name = String(headers[at]).toLowerCase();
		if (!fields.has(name)) continue;
		const left = name === 'baggage' ? ownBaggage(String(headers[at + 1])) : '';
		if (left) headers[at + 1] = left;
		else headers.splice(at, 2);
	}
}
