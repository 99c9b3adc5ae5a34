import type {AttributeValue} from '@opentelemetry/api';
import {isSecretKey, masked, rememberClean, scrubText, scrubUrlQueries} from './secrets.ts';

/** A longer text is not looked at, and costs whoever keeps it. */
const longestText = 16_384;
/** Looked through beyond what is kept, so that a secret which the cut goes through is known as one. */
const margin = 1024;
const mostKeys = 1000;

export interface Outgoing {
	/** Of a span, by its key. Undefined: it does not leave. */
	attribute(key: string, value: AttributeValue): AttributeValue | undefined;
	/** Any other text of a span. */
	text(text: string): string;
}

/** What is done to everything that a span says, whoever said it: as to the texts of events, and as much of it. */
export function createOutgoing(sendDefaultPii: boolean): Outgoing {
	const scrub = createOutgoingText(sendDefaultPii);
	const kinds = new Map<string, 'plain' | 'secret' | 'personal'>();

	function kindOf(key: string): 'plain' | 'secret' | 'personal' {
		const known = kinds.get(key);
		if (known) return known;
		const kind = isSecretKey(key) ? 'secret' : !sendDefaultPii && isPersonalKey(key) ? 'personal' : 'plain';
		if (kinds.size < mostKeys) kinds.set(key, kind);
		return kind;
	}

	function text(given: string): string {
		if (given.length <= longestText) return scrub(given);
		return `${scrub(given.slice(0, longestText + margin))
			.slice(0, longestText - 1)
			.toWellFormed()}…`;
	}

	return {
		text,
		attribute(key, value) {
			const kind = kindOf(key);
			if (kind === 'personal') return undefined;
			// A number under such a key counts them, as `gen_ai.usage.input_tokens` does; a flag says whether there is one.
			if (kind === 'secret' && typeof value === 'object') return masked;
			if (typeof value === 'string') return kind === 'secret' && value !== '' ? masked : text(value);
			if (!Array.isArray(value)) return value;
			return value.map(each => (typeof each === 'string' ? text(each) : each)) as AttributeValue;
		},
	};
}

/**
What is done to every text that leaves for Sentry, whoever made it: secrets are masked, and without personal data the
queries of URLs too. What comes back is well-formed: half of a surrogate pair is no Unicode, and Sentry refuses it.
*/
export function createOutgoingText(sendDefaultPii: boolean): (text: string) => string {
	const scrub = sendDefaultPii ? scrubText : (text: string) => scrubUrlQueries(scrubText(text));
	return rememberClean(text => scrub(text).toWellFormed());
}

/** Names of fields and headers that tell who somebody is, or what they asked for. */
const personalKey =
	/^(?:x-)?(?:forwarded(?:-for)?|real-ip|(?:true-|cf-)?(?:client|connecting)-ip|remote-?addr(?:ess)?)$|ip_?address|client[._]?(?:address|ip)|remote[._]?addr|e-?mail|user[._]?name|^user\.full_name$|^(?:(?:url|http)\.)?query(?:_?string)?$/i;

/** Whether a key's value leaves only with `SENTRY_SEND_DEFAULT_PII`, wherever it stands. */
export function isPersonalKey(key: string): boolean {
	return personalKey.test(key);
}

export type LineFields = Record<string, unknown>;

/**
The fields of a log line on its way to Sentry, where less may be said than on stdout.

@param line - As it was written: secrets are masked already.
@returns undefined for what is no line of JSON.
*/
export function readLogLine(line: string, sendDefaultPii: boolean): LineFields | undefined {
	const mask = (key: string, value: unknown) => (isPersonalKey(key) ? masked : value);
	try {
		return JSON.parse(line, sendDefaultPii ? undefined : mask) as LineFields;
	} catch {
		return undefined;
	}
}
