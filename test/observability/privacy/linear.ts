import test from 'ava';
import {escapeText} from '../../../observability/errors/safe-request.ts';
import {scrub, scrubLine, scrubQuery} from '../../../observability/privacy/scrub.ts';
import * as secrets from '../../../observability/privacy/secrets.ts';
import {splitTarget} from '../../../observability/requests/http-semantics.ts';

/** Every function that looks through a text of a stranger's, by name. */
const readers: Record<string, (text: string) => unknown> = {
	scrubText: secrets.scrubText,
	scrubUrlQueries: secrets.scrubUrlQueries,
	isSecretKey: secrets.isSecretKey,
	mayHoldSecrets: secrets.mayHoldSecrets,
	rememberClean: secrets.rememberClean(secrets.scrubText),
	scrubQuery,
	scrub: text => scrub({text, [text.slice(0, 100)]: text}),
	scrubLine: text => scrubLine(`${JSON.stringify({text})}\n`),
	escapeText,
	splitTarget,
};

/** What makes a search begin, go on and fail: each alone, in pairs, and behind one that makes a text suspicious. */
const pieces = [
	...[
		'http://',
		'wss://',
		'://',
		'://a',
		'a:a@',
		'@',
		'?',
		'#',
		'&',
		'=',
		'%',
		'%25',
		'%40',
		'="',
		"='",
		'\\"',
		'\\',
		':',
		'.',
		',',
		'-',
		'_',
	],
	...['"', '" is not valid JSON', '"... is not valid JSON', ' ', '         ', '\n', '\t', 'a', 'é', '\ud800'],
	...[
		'token',
		'auth',
		'author',
		'cookie',
		'set-',
		'proxy-authorization',
		'api_',
		'key',
		'session',
		'sid',
		'pin',
	],
	...[
		'passw',
		'card-number',
		'bearer',
		'basic',
		'digest',
		'eyJaaaaaa',
		'ghp_',
		'sntrys_',
		'sk_live_',
		'--',
		'-----BEGIN'.concat(' PRIVATE KEY-----'),
		'-----END',
		'AKIA',
		'xoxb-',
	],
];
const inputs = [...pieces, ...pieces.flatMap(first => pieces.map(second => first + second))];
const suspicious = 'token valid JSON http://a?b ';

function repeat(piece: string, length: number): string {
	return suspicious + piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

/** Of our own work, and the best of a few: whatever else happens, only adds to it. */
function millisecondsOf(read: (text: string) => unknown, text: string, enough: number): number {
	let best = Number.POSITIVE_INFINITY;
	for (let time = 0; time < 8 && best > enough; time++) {
		const since = process.cpuUsage();
		read(text);
		best = Math.min(best, process.cpuUsage(since).user / 1000);
	}
	return best;
}

for (const [name, read] of Object.entries(readers)) {
	test(`${name} takes a megabyte of anything, in time that grows with it`, t => {
		// One that is not linear takes sixteen times as long for four times as much; a hiccup is no reason.
		for (const piece of inputs) {
			const first = millisecondsOf(read, repeat(piece, 4000), 1);
			const most = Math.max(10, first * 10);
			const second = millisecondsOf(read, repeat(piece, 16_000), most);
			t.true(second <= most, `${JSON.stringify(piece)}: ${first} ms, then ${second} ms`);
		}
		// And one that looks at each character a thousand times is linear, and as bad.
		for (const piece of pieces) {
			const ms = millisecondsOf(read, repeat(piece, 250_000), 50);
			t.true(ms < 500, `a quarter of a megabyte of ${JSON.stringify(piece)} takes ${ms} ms`);
		}
	});
}
