import test from 'ava';
import {createCallerOf} from '../../../config/caller/caller.ts';
import {readAddress} from '../../../config/caller/forwarding.ts';
import {printable} from '../../../config/host-guard/disallowed-host.ts';
import {parseHost} from '../../../config/host-guard/host-syntax.ts';
import {findIllFormed} from '../../../service/http/ill-formed.ts';
import {segment, text as textType, wholeNumber} from '../../../service/http/text.ts';
import {requestPath} from '../../../service/problems/not-found.ts';
import {path} from '../../../service/upstream/path.ts';

const number = wholeNumber(1, 9);
const callerOf = createCallerOf(() => true);

/** Every function of a request's way that looks through a text of its caller's, by name. */
const readers: Record<string, (text: string) => unknown> = {
	'a path of an upstream': text => path`/products/${text}`,
	'a value of its query': text => path`/products?q=${text}`,
	segment: text => segment.safeParse(text),
	text: text => textType.safeParse(text),
	'a whole number': text => number.safeParse(text),
	'JSON that is no Unicode': text => findIllFormed({[text]: [text, '\ud800']}),
	'the path of a problem': requestPath,
	'an address': readAddress,
	'a host': parseHost,
	'a host that is shown': text => printable(text),
	'who calls': text => {
		const headers = {
			'x-forwarded-for': text,
			'x-forwarded-proto': text,
			'x-forwarded-host': text,
			host: text,
		};
		const caller = callerOf({headers, url: text, socket: {remoteAddress: '127.0.0.1'}});
		return [caller.address, caller.origin, caller.forwardedFor];
	},
};

/** What makes a search begin, go on and fail. */
const pieces = [
	...[
		'%',
		'%2',
		'%25',
		'25',
		'%2525',
		'%2e',
		'.',
		'..',
		'../',
		'/',
		'\\',
		';',
		'..;',
		'?',
		'#',
		'@',
		':',
		',',
	],
	...[
		'a',
		'a.',
		'a-',
		'1',
		'1.',
		'-1',
		'[',
		']',
		'::',
		'f:',
		'http://',
		'a://',
		' ',
		'\t',
		'\n',
		'\0',
		'é',
		'\ud800',
	],
	...['127.0.0.1,', '[::1]:1,', 'https,', ', '],
];

/** The best of a few: whatever else the machine does, only adds to it. */
function millisecondsOf(read: (text: string) => unknown, text: string, enough: number): number {
	let best = Number.POSITIVE_INFINITY;
	for (let time = 0; time < 5 && best > enough; time++) {
		const since = performance.now();
		try {
			read(text);
		} catch {
			// Refused, which is an answer.
		}
		best = Math.min(best, performance.now() - since);
	}
	return best;
}

for (const [name, read] of Object.entries(readers)) {
	test(`${name}, however long, is read in time that grows with it`, t => {
		for (const piece of pieces) {
			for (const begin of ['', 'http://a', '%25']) {
				const ms = millisecondsOf(read, begin + piece.repeat(200_000 / piece.length), 300);
				t.true(ms < 500, `200 kB of ${JSON.stringify(piece)} after ${begin} takes ${ms} ms`);
			}
		}
	});
}
