export const masked = '[Filtered]';

const mostRemembered = 2000;
const longestRemembered = 300;

/** Words that make a key's value a secret, wherever they stand in it. */
const words =
	'auth(?!or)|authori[sz]ation|cookie|token|secret|passw|passphrase|api[-_]?key|private[-_]?key|access[-_]?key|credential|session(?!s)|jwt|[cx]srf|signature|bearer|card[-_]?number';

/** Too short to look for within a word: only a whole one, or the last of several. */
const shortWords = 'pwd|sid|sig|dsn|ssn|cvv|cvc|pin|iban';

const secretKey = new RegExp(`${words}|(?:^|[-_.])(?:${shortWords})$`, 'i');

/** Up to the quotation mark that ends it, which in quoted JSON has a backslash; without one, up to what may follow it. */
const secretValue = [
	String.raw`(")(?!\[Filtered)(?:[^"\\\r\n]|\\.)+`,
	String.raw`(')(?!\[Filtered)(?:[^'\\\r\n]|\\.)+`,
	String.raw`(\\{1,4}")(?!\[Filtered)[^"\\\r\n]+`,
	String.raw`(?!\[Filtered|\\{1,4}")[^\s"'&,;}]+`,
].join('|');

/**
No repetition can begin inside another of its kind, or it is bounded: time is linear in a text that a stranger wrote.
Held by test/observability/privacy/linear.ts.
*/
const secretText: readonly (readonly [RegExp, string])[] = [
	// Credentials in a URL, a DSN's key too.
	[/(:\/\/)[^\s/@"'<>]+@/g, `$1${masked}@`],
	// A whole header, as an error quotes it.
	[/\b((?:set-)?cookie|(?:proxy-)?authorization)(["']?\s{0,9}[=:]\s{0,9}["']?)[^\r\n"']+/gi, `$1$2${masked}`],
	[/\b(bearer|basic|digest)[\s+]{1,9}[\w.~+/=-]{6,}/gi, `$1 ${masked}`],
	[/(?<![\w-])eyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*/g, masked],
	[
		/\b(?:sntry[su]_|gh[pousr]_|github_pat_|xox[abprs]-|[sr]k_(?:live|test)_|AKIA|glpat-)[\w+/=-]{8,}/g,
		masked,
	],
	[/\b(?:ASIA[A-Z\d]{16}|npm_[A-Za-z\d]{36})/g, masked],
	// A private key as its file has it, and one that was cut short.
	[/(-----BEGIN (?:[A-Z]{1,12} ){0,3}PRIVATE KEY-----).*?(?=-----END|$)/gs, `$1${masked}`],
	// An option of a command, as an error quotes one that failed.
	[
		new RegExp(`(?<![\\w-])(--(?=[\\w-]*?(?:${words}))[\\w-]+\\s{1,9})(?!-)(?:${secretValue})`, 'gi'),
		`$1$2$3$4${masked}`,
	],
	// key=value and "key": "value", also in JSON that is quoted. Each name is looked through once, from its first character.
	[
		new RegExp(
			`(?<![\\w-])((?=[\\w-]*?(?:${words}|(?<![a-z])(?:${shortWords})(?![a-z])))[\\w-]+\\\\{0,4}["']?\\s{0,9}[=:]\\s{0,9})(?:${secretValue})`,
			'gi',
		),
		`$1$2$3$4${masked}`,
	],
];

/**
Cheap test for most texts, which hold nothing to mask. Also of lines of JSON, where a text is longer than it was, and of
what hides its letters, or an `@`, by percent-encoding.
*/
const suspicious = new RegExp(
	`:\\/\\/[^\\s/@"'<>]+@|${words}|(?<![a-z])(?:${shortWords})(?![a-z])|basic|digest|eyJ|sntry|gh[pousr]_|github_pat_|xox|[sr]k_|a[ks]ia|npm_|glpat|-----BEGIN|valid JSON|%(?:25)*[4-7]`,
	'i',
);

/** Whether a key's value is never sent or logged, wherever it stands. */
export function isSecretKey(key: string): boolean {
	return secretKey.test(key);
}

export function mayHoldSecrets(text: string): boolean {
	return suspicious.test(text);
}

/** Mask the secrets inside a text, and leave the rest readable. One that held an encoded secret comes back decoded. */
export function scrubText(text: string): string {
	if (!mayHoldSecrets(text)) return text;
	const scrubbed = scrubPlain(text);
	// A URL inside another one is encoded, and so is its secret.
	const decoded = decode(scrubbed);
	const again = decoded === scrubbed ? decoded : scrubPlain(decoded);
	return again === decoded ? scrubbed : again;
}

function scrubPlain(text: string): string {
	let scrubbed = text;
	for (const [pattern, replacement] of secretText) scrubbed = scrubbed.replace(pattern, replacement);
	return scrubRejectedJson(scrubbed);
}

/**
Percent-encoding out, however often it was put on.

Byte by byte, since the words that tell a secret are ASCII: what is no UTF-8 would throw, for each pair anew.
*/
export function decode(text: string): string {
	if (!text.includes('%')) return text;
	return text.replace(/%(?:25)*([\da-f]{2})/gi, (_, hex: string) =>
		String.fromCharCode(Number.parseInt(hex, 16)),
	);
}

/** V8 quotes at most so much of a text that `JSON.parse` choked on, which is somebody's body. */
const longestQuoted = 100;
const rejectedJson = /"(?:\.\.\.)? is not valid JSON/g;

/** Mask what is quoted. From its end: a search from each quotation mark on would look at all that follows it again. */
function scrubRejectedJson(text: string): string {
	let scrubbed = '';
	let done = 0;
	for (const {0: ending, index} of text.matchAll(rejectedJson)) {
		const start = text.indexOf('"', Math.max(done, index - longestQuoted - 1));
		if (start >= index) continue;
		scrubbed += `${text.slice(done, start)}${masked} is not valid JSON`;
		done = index + ending.length;
	}
	return scrubbed + text.slice(done);
}

/**
Do the same with less work where most texts come again, as an event's frames and lines of source do.

Remembers only texts that held nothing to mask.
*/
export function rememberClean(scrubText: (text: string) => string): (text: string) => string {
	const clean = new Set<string>();
	return text => {
		if (clean.has(text)) return text;
		const scrubbed = scrubText(text);
		if (scrubbed !== text || text.length > longestRemembered) return scrubbed;
		if (clean.size >= mostRemembered) clean.clear();
		clean.add(text);
		return text;
	};
}

/** A URL as far as its query, and that. A URL without one is taken whole, so that none is looked for inside it. */
const urlWithQuery = /\b(?:https?|wss?):\/\/[^\s?#"'<>]*(?:[?#][^\s"'<>]*)?/gi;
const query = /[?#].*/s;

/** Mask the query of each URL in a text: what a caller asked for may be private without being a secret. */
export function scrubUrlQueries(text: string): string {
	if (!text.includes('://') || !query.test(text)) return text;
	return text.replace(urlWithQuery, url => url.replace(query, `?${masked}`));
}
