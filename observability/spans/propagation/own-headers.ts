import {isSentryKey} from './sentry-members.ts';

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
