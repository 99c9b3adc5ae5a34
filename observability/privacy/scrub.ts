import {decode, isSecretKey, masked, mayHoldSecrets, scrubText} from './secrets.ts';

/** More than Node takes of a request's head, and less than costs anything to look through. */
const longestQuery = 16_384;

/** Mask values under secret keys, in the order given: `a=1&token=[Filtered]`. Of a giant only the beginning is given back. */
export function scrubQuery(query: string): string {
	const [pairs, cut] = query.length > longestQuery ? [beginning(query), '…'] : [query, ''];
	const scrubbed = pairs.split('&').map(pair => {
		const [key = ''] = pair.split('=', 1);
		return isSecretKey(decode(key)) ? `${key}=${masked}` : scrubText(pair);
	});
	return scrubbed.join('&') + cut;
}

/** No part of a pair: of half a secret nothing may say that it is one. */
function beginning(query: string): string {
	return query.slice(0, Math.max(0, query.lastIndexOf('&', longestQuery)));
}

/**
Mask secrets in a JSON-like value, in place: texts that hold one, and whatever stands under a secret key.

@param text - What is done to each text.
@param depth - Deeper values are left alone; Sentry has cut them off by then.
@returns the same object, or the scrubbed text.
*/
export function scrub<T>(value: T, text = scrubText, depth = 12, seen = new WeakSet<object>()): T {
	if (typeof value === 'string') return text(value) as T;
	if (typeof value !== 'object' || value === null || depth === 0 || seen.has(value)) return value;
	seen.add(value);
	const record = value as Record<string, unknown>;
	for (const key of Object.keys(record)) {
		const entry = record[key];
		const scrubbed = isSecretKey(key) && isValue(entry) ? masked : scrub(entry, text, depth - 1, seen);
		if (scrubbed !== entry) record[key] = scrubbed;
	}
	return value;
}

/** Mask secrets in a line of JSON, which stays JSON. Most lines hold none, and are given back as they are. */
export function scrubLine(line: string): string {
	if (!mayHoldSecrets(line)) return line;
	try {
		return `${JSON.stringify(scrub(JSON.parse(line)))}\n`;
	} catch {
		return scrubText(line);
	}
}

/** A flag or nothing is no secret, and says whether there is one. */
function isValue(entry: unknown): boolean {
	return entry !== undefined && entry !== null && typeof entry !== 'boolean' && entry !== '';
}
