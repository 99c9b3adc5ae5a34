export const masked = '[Filtered]';

const mostRemembered = 2000;
const longestRemembered = 300;

/** Words that make a key's value a secret, wherever they stand in it. */
const words =
	'auth(?!or)|cookie|token|secret|passw|passphrase|api[-_]?key|private[-_]?key|access[-_]?key|credential|session(?!s)|jwt|[cx]srf|signature|bearer|card[-_]?number';

/** Too short to look for within a word: only a whole one, or the last of several. */
const shortWords = 'pwd|sid|sig|dsn|ssn|cvv|cvc|pin|iban';

const secretKey = new RegExp(`${words}|(?:^|[-_.])(?:${shortWords})$`, 'i');

/** Repetitions are bounded, and none begins inside another: time is linear in a text that a stranger wrote. */
const secretText: readonly (readonly [RegExp, string])[] = [
	// Credentials in a URL, a DSN's key too.
	[/(:\/\/)[^\s/@"'<>]{1,1000}@/g, `$1${masked}@`],
	// A whole header, as an error quotes it.
	[/\b((?:set-)?cookie|(?:proxy-)?authorization)(["']?\s{0,9}[=:]\s{0,9}["']?)[^\r\n"']+/gi, `$1$2${masked}`],
	[/\b(bearer|basic|digest)\s{1,9}[\w.~+/=-]{6,}/gi, `$1 ${masked}`],
	[/(?<![\w-])eyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*/g, masked],
	[
		/\b(?:sntry[su]_|gh[pousr]_|github_pat_|xox[abprs]-|[sr]k_(?:live|test)_|AKIA|glpat-)[\w+/=-]{8,}/g,
		masked,
	],
	// key=value and "key": "value".
	[
		new RegExp(
			`((?:${words}|(?<![a-z])(?:${shortWords}))(?:\\w|-){0,30}["']?\\s{0,9}[=:]\\s{0,9}["']?)(?!\\[Filtered)[^\\s"'&,;}]+`,
			'gi',
		),
		`$1${masked}`,
	],
	// V8 quotes the text that JSON.parse choked on, which is somebody's body.
	[/"[\s\S]{0,100}?"(?:\.\.\.)? is not valid JSON/g, `${masked} is not valid JSON`],
];

/** Cheap test for most texts, which hold nothing to mask. Also of lines of JSON, where a text is longer than it was. */
const suspicious = new RegExp(
	`:\\/\\/[^\\s/@"'<>]+@|${words}|(?<![a-z])(?:${shortWords})(?![a-z])|basic|digest|eyJ|sntry|gh[pousr]_|github_pat_|xox|[sr]k_|AKIA|glpat|valid JSON`,
	'i',
);

/** Whether a key's value is never sent or logged, wherever it stands. */
export function isSecretKey(key: string): boolean {
	return secretKey.test(key);
}

export function mayHoldSecrets(text: string): boolean {
	return suspicious.test(text);
}

/** Mask the secrets inside a text, and leave the rest readable. */
export function scrubText(text: string): string {
	if (!mayHoldSecrets(text)) return text;
	let scrubbed = text;
	for (const [pattern, replacement] of secretText) scrubbed = scrubbed.replace(pattern, replacement);
	return scrubbed;
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

/** Mask the query of each URL in a text: what a caller asked for may be private without being a secret. */
export function scrubUrlQueries(text: string): string {
	return text.replace(/(\bhttps?:\/\/[^\s?#"'<>]{1,2000})[?#][^\s"'<>]*/gi, `$1?${masked}`);
}
