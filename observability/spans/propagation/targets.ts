import type {Span} from '@opentelemetry/api';
import type {AllowedHosts} from '../../../config/host-guard/allowed-hosts.ts';

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
