const masked = '[Filtered]';

/** Keys whose values are never sent or logged, wherever they stand. */
const secretKey =
	/auth(?!or)|cookie|token|secret|passw|passphrase|api[-_]?key|private[-_]?key|access[-_]?key|credential|session(?!s)|jwt|[cx]srf|signature|bearer|card[-_]?number|(?:^|[-_.])(?:pwd|sid|sig|dsn|ssn|cvv|cvc|pin|iban)$/i;

/** Secrets that can stand anywhere in a text: credentials in URLs, Authorization values, JWTs, keys of known services. */
const secretText = [
	[/(\b[a-z][a-z\d+.-]*:\/\/)[^\s/@"'<>]+@/gi, `$1${masked}@`],
	[/\b(bearer|basic|digest)\s+[\w.~+/=-]{6,}/gi, `$1 ${masked}`],
	[/\beyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*/g, masked],
	[
		/\b(?:sntry[su]_|gh[pousr]_|github_pat_|xox[abprs]-|[sr]k_(?:live|test)_|AKIA|glpat-)[\w+/=-]{8,}/g,
		masked,
	],
	[
		/((?:password|passwd|pwd|secret|token|api[-_]?key|authorization|cookie|x-api-key)["']?\s*[=:]\s*["']?)(?!\[Filtered)[^\s"'&,;}]+/gi,
		`$1${masked}`,
	],
	// V8 quotes the text that JSON.parse choked on, which is somebody's body.
	[/(?:\.\.\.)?".*"(?:\.\.\.)? is not valid JSON/gs, `${masked} is not valid JSON`],
] as const;

/** Cheap test for most texts, which hold nothing to mask. */
const suspicious =
	/:\/\/|bearer|basic|digest|eyJ|[a-z]{2}_|xox|AKIA|glpat|valid JSON|passw|pwd|secret|token|key|auth|cookie/i;

export function isSecretKey(key: string): boolean {
	return secretKey.test(key);
}

/** Mask the secrets inside a text, and leave the rest readable. */
export function scrubText(text: string): string {
	if (!suspicious.test(text)) return text;
	let scrubbed = text;
	for (const [pattern, replacement] of secretText) scrubbed = scrubbed.replace(pattern, replacement);
	return scrubbed;
}

/** Mask values under secret keys, in the order given: `a=1&token=[Filtered]`. */
export function scrubQuery(query: string): string {
	return query
		.split('&')
		.map(pair => {
			const [key = ''] = pair.split('=', 1);
			return isSecretKey(decode(key)) ? `${key}=${masked}` : scrubText(pair);
		})
		.join('&');
}

/**
Mask secrets in a JSON-like value, in place. Depth and cycles are bounded.

@returns the same object, or the scrubbed text.
*/
export function scrub<T>(value: T, depth = 12, seen = new WeakSet<object>()): T {
	if (typeof value === 'string') return scrubText(value) as T;
	if (typeof value !== 'object' || value === null || depth === 0 || seen.has(value)) return value;
	seen.add(value);
	const record = value as Record<string, unknown>;
	for (const key of Object.keys(record)) {
		const entry = record[key];
		const scrubbed =
			isSecretKey(key) && (typeof entry === 'string' || typeof entry === 'number')
				? masked
				: scrub(entry, depth - 1, seen);
		if (scrubbed !== entry) record[key] = scrubbed;
	}
	return value;
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
