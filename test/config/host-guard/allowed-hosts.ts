import test from 'ava';
import fc from 'fast-check';
import {parseAllowedHosts} from '../../../config/host-guard/allowed-hosts.ts';
import {parseHost} from '../../../config/host-guard/host-syntax.ts';
import {hostLike} from './_host-like.ts';
import {plainMatch} from './_plain-host-rule.ts';

const decides = test.macro({
	exec(t, list: string, hostname: string, expected: boolean) {
		t.is(parseAllowedHosts(list).matches(hostname), expected);
	},
	title: (_, list: string, hostname: string, expected: boolean) =>
		`${list} ${expected ? 'names' : "doesn't name"} ${hostname}`,
});

test(decides, 'example.com', 'example.com', true);
test(decides, 'example.com', 'www.example.com', false);
test(decides, 'example.com', 'sub-example.com', false);
test(decides, 'example.com', 'example.com.evil.example', false);
test(decides, 'example.com', 'example.co', false);
test(decides, 'example.com', 'com', false);
test(decides, 'sub.example.com', 'sub-example.com', false);
test(decides, 'INSENSITIVE.com', 'insensitive.com', true);
test(decides, '.example.com', 'example.com', true);
test(decides, '.example.com', 'www.example.com', true);
test(decides, '.example.com', 'a.b.c.d.example.com', true);
test(decides, '.example.com', 'evilexample.com', false);
test(decides, '.example.com', 'example.com.evil.example', false);
test(decides, '.example.com', 'com', false);
test(decides, '.localhost', 'localhost', true);
test(decides, '.localhost', 'api.localhost', true);
test(decides, '.localhost', 'notlocalhost', false);
test(decides, '.b.example,.a.example', 'x.a.example', true);
test(decides, 'example.com,.example.org', 'www.example.com', false);
test(decides, '*', 'anything.example', true);
test(decides, '*', '[::1]', true);
test(decides, 'example.com,*', 'anything.example', true);
test(decides, '127.0.0.1', '127.0.0.1', true);
test(decides, '127.0.0.1', '127.0.0.11', false);
test(decides, '[::1]', '[::1]', true);
test(decides, '[::1]', '[0:0:0:0:0:0:0:1]', false);
test(decides, '[2001:DB8::1]', '[2001:db8::1]', true);
test(decides, '[::ffff:169.254.169.254]', '[::ffff:169.254.169.254]', true);
test(decides, '.169.254', '[::ffff:169.254.169.254]', false);
test(decides, 'example.com', 'constructor', false);
test(decides, 'example.com', '__proto__', false);
test(decides, '.example.com', 'tostring', false);
test(decides, 'constructor', 'constructor', true);
test(decides, 'example.com', '', false);
test(decides, '.example.com', '', false);
test(decides, ',example.com,,', 'evil.example', false);
test(decides, 'example.com', '*', false);

test('entries are trimmed, lower case, and each once', t => {
	t.deepEqual(parseAllowedHosts(' Example.com ,\n.EXAMPLE.org\t,, example.com,*').entries, [
		'example.com',
		'.example.org',
		'*',
	]);
});

test('entries cannot be changed', t => {
	const {entries} = parseAllowedHosts('example.com');
	t.throws(() => (entries as string[]).push('*'), {instanceOf: TypeError});
});

test('the development default is valid', t => {
	const allowed = parseAllowedHosts('.localhost,127.0.0.1,[::1]');
	for (const hostname of ['localhost', 'api.localhost', '127.0.0.1', '[::1]']) {
		t.true(allowed.matches(hostname));
	}
});

const isTold = test.macro({
	exec(t, list: string, message: string) {
		t.is(t.throws(() => parseAllowedHosts(list)).message, message);
	},
	title: (_, list: string) => `${JSON.stringify(list)} stops the start`,
});

const mustBeWritten = test.macro({
	exec(t, entry: string, spelling: string) {
		t.is(t.throws(() => parseAllowedHosts(entry)).message, `"${entry}" must be written "${spelling}"`);
		t.notThrows(() => parseAllowedHosts(spelling));
	},
	title: (_, entry: string, spelling: string) => `${JSON.stringify(entry)} must be written ${spelling}`,
});

test(mustBeWritten, '*.example.com', '.example.com');
test(mustBeWritten, 'https://example.com', 'example.com');
test(mustBeWritten, 'HTTPS://Example.com:8443/path#fragment', 'example.com');

test('what may be secret in an entry is not shown', t => {
	t.is(
		t.throws(() => parseAllowedHosts('https://user:swordfish@example.com/?key=xyzzy')).message,
		'"https://***@example.com/?***" must be written "example.com"',
	);
});

test(mustBeWritten, 'http://*.example.com/', '.example.com');
test(mustBeWritten, '//example.com', 'example.com');
test(mustBeWritten, 'example.com:3000', 'example.com');
test(mustBeWritten, '.example.com:3000', '.example.com');
test(mustBeWritten, '*:3000', '*');
test(mustBeWritten, 'example.com/', 'example.com');
test(mustBeWritten, 'example.com/path', 'example.com');
test(mustBeWritten, 'example.com.', 'example.com');
test(mustBeWritten, '::1', '[::1]');
test(mustBeWritten, '2001:DB8::1', '[2001:db8::1]');
test(mustBeWritten, '[::1]:3000', '[::1]');
test(mustBeWritten, 'http://[::1]:3000/', '[::1]');
test(mustBeWritten, 'example.com example.org', 'example.com,example.org');
test(mustBeWritten, 'example.com;*.example.org', 'example.com,.example.org');

const expected = 'expected "example.com", ".example.com" (subdomains too), "127.0.0.1", "[::1]" or "*"';
const network = 'is a network: write each of its hosts, since a request names one host';

test(isTold, '10.0.0.0/8', `"10.0.0.0/8" ${network}`);
test(isTold, '10.0/16', `"10.0/16" ${network}`);
test(isTold, '2001:db8::/32', `"2001:db8::/32" ${network}`);
test(isTold, '[2001:db8::]/32', `"[2001:db8::]/32" ${network}`);
test(isTold, 'under_score.example', `"under_score.example" is not a host: ${expected}`);
test(isTold, 'a.*.example', `"a.*.example" is not a host: ${expected}`);
test(isTold, '**', `"**" is not a host: ${expected}`);
test(isTold, '.', `"." is not a host: ${expected}`);
test(isTold, '..example.com', `"..example.com" is not a host: ${expected}`);
test(isTold, '.[::1]', `".[::1]" is not a host: ${expected}`);
test(isTold, '[fe80::1%eth0]', `"[fe80::1%eth0]" is not a host: ${expected}`);
test(isTold, '/^example/', `"/^example/" is not a host: ${expected}`);
test(isTold, 'm\xfcnchen.example', '"m\\xfcnchen.example" must be written "xn--mnchen-3ya.example"');
test(isTold, '.m\xfcnchen.example', '".m\\xfcnchen.example" must be written ".xn--mnchen-3ya.example"');
test(isTold, '\u212aelvin.example', '"\\u{212a}elvin.example" must be written "kelvin.example"');
test(isTold, '\xa0example.com', '"\\xa0example.com" must be written "example.com"');
test(isTold, '"example.com"', '""example.com"" must be written "example.com"');
test(isTold, 'https://user:password@example.com', '"https://***@example.com" must be written "example.com"');
test(isTold, 'user@example.com', '"***@example.com" must be written "example.com"');
test(
	isTold,
	'ok.example, *.a.example,::1,also-ok.example,b:80',
	'"*.a.example" must be written ".a.example"; "::1" must be written "[::1]"; "b:80" must be written "b"',
);
test(isTold, '', 'expected at least one host, such as "example.com" or ".example.com"');
test(isTold, ' , ,', 'expected at least one host, such as "example.com" or ".example.com"');

// Few names that overlap, so that suffixes, neighbours and near misses all occur.
const label = fc.constantFrom('a', 'b', 'ab', 'com');
const hostname = fc.oneof(
	fc.array(label, {minLength: 1, maxLength: 4}).map(labels => labels.join('.')),
	fc.constantFrom('[::1]', '127.0.0.1', 'constructor'),
);
const entry = fc.oneof(
	hostname,
	fc.array(label, {minLength: 1, maxLength: 3}).map(labels => `.${labels.join('.')}`),
);

test('a list decides as a plain statement of the rule does', t => {
	fc.assert(
		fc.property(fc.array(entry, {minLength: 1, maxLength: 5}), hostname, (entries, host) => {
			return parseAllowedHosts(entries.join(',')).matches(host) === plainMatch(entries, host);
		}),
		{numRuns: 3000},
	);
	t.pass();
});

test('any list is either taken, each entry able to match, or refused with an Error', t => {
	fc.assert(
		fc.property(fc.array(hostLike, {maxLength: 3}), given => {
			try {
				const {entries, matches} = parseAllowedHosts(given.join(','));
				return entries.every(taken => matches(parseHost(taken.replace(/^\./, ''))!.hostname));
			} catch (error) {
				return error instanceof Error && error.constructor === Error && /^[ -~]+$/.test(error.message);
			}
		}),
		{numRuns: 2000},
	);
	t.pass();
});
