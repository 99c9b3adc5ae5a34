import type {SamplingContext} from '../sampling/continued-trace.ts';

const prefix = 'sentry-';

/** The least that everybody must pass on, https://www.w3.org/TR/baggage/#limits: what is longer is not read, and never written. */
export const longestBaggage = 8192;

/** `token = *baggage-octet`, https://www.w3.org/TR/baggage/#definition */
const member = /^[!#$%&'*+.^_`|~\w-]+=[!#-+\--:<-[\]-~]*$/;

/** What Sentry reads of it. What else a stranger calls `sentry-` is passed on with the rest, but sent nowhere else. */
const known = new Set([
	'trace_id',
	'public_key',
	'org_id',
	'sample_rate',
	'sample_rand',
	'sampled',
	'release',
	'environment',
	'transaction',
	'replay_id',
]);

/** What Sentry's part of a `baggage` header says. */
export interface SentryMembers {
	/** Those that Sentry knows, decoded, without the prefix. */
	values: SamplingContext;
	/** As they came, joined by commas. */
	text: string;
}

/**
Read the members that Sentry SDKs add to `baggage`.

@returns undefined where there are none, where the header is longer than it may be, and where they name two traces:
they would be a mixture of both.
*/
export function readSentryMembers(header: string): SentryMembers | undefined {
	if (header.length > longestBaggage || !header.includes(prefix)) return undefined;
	const values: Record<string, string> = {};
	const texts = new Map<string, string>();
	for (const entry of header.split(',')) {
		const text = entry
			.split(';', 1)[0]!
			.replace(/^[\t ]+|[\t ]+$/g, '')
			.replace(/[\t ]*=[\t ]*/, '=');
		if (!text.startsWith(prefix) || !member.test(text)) continue;
		const at = text.indexOf('=');
		const key = text.slice(prefix.length, at);
		const value = decode(text.slice(at + 1));
		if (!/^[a-z]\w*$/i.test(key) || !value) continue;
		if (key === 'trace_id' && values['trace_id'] !== undefined && values['trace_id'] !== value)
			return undefined;
		if (known.has(key)) values[key] = value;
		texts.set(key, text);
	}
	return texts.size > 0 ? {values, text: [...texts.values()].join(',')} : undefined;
}

/** The same the other way round. */
export function writeSentryMembers(values: SamplingContext): string {
	return Object.entries(values)
		.map(([key, value]) => `${prefix}${key}=${encodeURIComponent(value)}`)
		.join(',');
}

/** Whether a key of baggage is Sentry's. */
export function isSentryKey(key: string): boolean {
	return key.startsWith(prefix);
}

function decode(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}
