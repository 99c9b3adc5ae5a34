import test from 'ava';
import fc from 'fast-check';
import {printable} from '../../../config/host-guard/disallowed-host.ts';

const shows = test.macro({
	exec(t, text: string, expected: string) {
		t.is(printable(text), expected);
	},
	title: (_, text) => `${JSON.stringify(text)} is shown printable`,
});

test(shows, 'example.com:80 ~', 'example.com:80 ~');
test(shows, 'a\tb\r\n\0', 'a\\x09b\\x0d\\x0a\\x00');
test(shows, '\x7fé\xa0', '\\x7f\\xe9\\xa0');
test(shows, '\u212a', '\\u{212a}');
test(shows, '\u{1f600}', '\\u{1f600}');
test(shows, '\ud800', '\\u{d800}');
test(shows, '\u202emoc.elpmaxe', '\\u{202e}moc.elpmaxe');

test('255 characters are kept whole', t => {
	t.is(printable('a'.repeat(255)), 'a'.repeat(255));
	t.is(printable('a'.repeat(256)), 'a'.repeat(255));
});

test('an escape is never cut in two', t => {
	t.is(printable('\xff'.repeat(300)), '\\xff'.repeat(63));
});

test('any text becomes at most 255 characters of printable ASCII', t => {
	fc.assert(
		fc.property(fc.string({unit: 'binary', maxLength: 400}), text => /^[ -~]{0,255}$/.test(printable(text))),
	);
	t.pass();
});
