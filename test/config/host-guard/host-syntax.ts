import test from 'ava';
import fc from 'fast-check';
import {printable} from '../../../config/host-guard/disallowed-host.ts';
import {parseHost} from '../../../config/host-guard/host-syntax.ts';
import {hostLike} from './_host-like.ts';
import {plainHostname} from './_plain-host-rule.ts';

const label = 'a'.repeat(63);
const longestName = `${label}.${label}.${label}.${'a'.repeat(61)}`;

const reads = test.macro({
	exec(t, raw: string, hostname: string, port?: number) {
		t.deepEqual(parseHost(raw), {hostname, port});
	},
	title: (_, raw, hostname, port) => `${JSON.stringify(raw)} is ${hostname}, port ${port}`,
});

test(reads, 'example.com', 'example.com');
test(reads, 'EXAMPLE.Com', 'example.com');
test(reads, 'example.com:80', 'example.com', 80);
test(reads, 'example.com:0', 'example.com', 0);
test(reads, 'example.com:65535', 'example.com', 65535);
test(reads, 'example.com:0000000080', 'example.com', 80);
test(reads, 'example.com.', 'example.com');
test(reads, 'example.com.:80', 'example.com', 80);
test(reads, 'localhost', 'localhost');
test(reads, 'a', 'a');
test(reads, '0', '0');
test(reads, 'xn--mnchen-3ya.example', 'xn--mnchen-3ya.example');
test(reads, 'a--b.-c-', 'a--b.-c-');
test(reads, '127.0.0.1', '127.0.0.1');
test(reads, '127.0.0.1:3000', '127.0.0.1', 3000);
test(reads, '127.1', '127.1');
test(reads, '0x7f000001', '0x7f000001');
test(reads, '999.999.999.999', '999.999.999.999');
test(reads, '[::1]', '[::1]');
test(reads, '[::1]:3000', '[::1]', 3000);
test(reads, '[::]', '[::]');
test(reads, '[2001:DB8::Dead:Beef]', '[2001:db8::dead:beef]');
test(reads, '[0:0:0:0:0:0:0:1]', '[0:0:0:0:0:0:0:1]');
test(reads, '[::ffff:169.254.169.254]', '[::ffff:169.254.169.254]');
test(
	reads,
	'[ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255]',
	'[ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255]',
);
test(reads, longestName, longestName);
test(reads, `${longestName}.:65535`, longestName, 65535);

const refuses = test.macro({
	exec(t, raw: string) {
		t.is(parseHost(raw), undefined);
	},
	title: (_, raw: string) => `"${printable(raw, 60)}" (${raw.length} characters) is no host`,
});

const refused: Record<string, readonly string[]> = {
	dots: words('. .. .example.com example..com example.com.. ..example.com example.com..:80 .localhost'),
	lengths: [
		`${label}a`,
		`${label}a.com`,
		`com.${label}a`,
		`${longestName}a`,
		`${longestName}.a`,
		`${'a.'.repeat(8000)}a`,
	],
	ports: [
		...words(': :80 .:80 example.com: example.com:abc example.com:99999 example.com:65536 example.com:-1'),
		...words('example.com:+80 example.com:80:80 example.com::80 example.com:0x50 example.com:8e1'),
		...words('example.com:80. example.com:٨٠ example.com:²'),
		...['example.com:8 0', 'example.com: 80', `example.com:${'9'.repeat(400)}`],
	],
	'parts of a URL': [
		...words('user@example.com user:password@example.com example.com@evil.example @example.com example.com@'),
		...words('example.com:80@evil.example example.com:dr.frankenstein@evil.example:80 http://example.com'),
		...words(
			'//example.com /example.com ../example.com example.com/ example.com/path example.com:80/badpath',
		),
		...words('example.com?x example.com#x evil.example#x.example.com evil.example%23@example.com'),
		...words('example.com\\ evil.example\\@example.com example%2ecom example%00.com evil%252ecom'),
		...words('example%E3%80%82com example.com;x example.com&x example.com|x'),
	],
	lists: [
		'example.com,evil.example',
		'example.com, evil.example',
		'example.com,',
		',example.com',
		'a.com b.com',
	],
	'white space and controls': [
		...['', ' ', ' example.com', 'example.com ', '\texample.com', 'example.com\t', 'exam\tple.com'],
		...['example.com\n', 'example.com\r', 'example.com\r\nX: y', 'example.com\0', '\0', 'example.com\0.evil'],
		...['example.com\x7f', 'example.com: recovermypassword.com', 'evil.example\texample.com/'],
	],
	// Look-alikes, spaces that trim() strips, dots and letters that IDNA or lower-casing maps to ASCII.
	'beyond ASCII': [
		...['\xa0example.com', 'example.com\xa0', '\ufeffexample.com', '\u2003example.com', 'exam\xadple.com'],
		...[
			'\u212aelvin.example',
			'exam\u017fple.com',
			'\u0130stanbul.example',
			'münchen.example',
			'\xb9.example',
		],
		...['example\u3002com', 'example\uff0ecom', '\uff45xample.com', '\u0440aypal.com', 'example.com\u202e'],
		...['\ud800.example', '\u{1d41a}.example'],
	],
	'other characters': [
		...words('* *.example.com under_score.example _dmarc.example.com a!b a$b a(b) a+b a=b a~b "a" \'a\' `a`'),
		...words('<script>alert(1)</script> {{7*7}} $(id) $\u007bjndi:ldap://evil.example/a}'),
	],
	addresses: [
		...words(
			'[ ] [] []:80 ::1 :: 2001:db8::1 ::1:80 [::1 ::1] [[::1]] [::1]] [::1]80 [::1]. [::1].:80 [::1]:',
		),
		...words('[::1]:99999 [::1]:abc [::1]@evil.example [::1].evil.example a[::1] [example.com] [127.0.0.1]'),
		...words('[:] [:::] [::1::] [1:2:3:4:5:6:7] [1:2:3:4:5:6:7:8:9] [1:2:3:4::5:6:7:8] [12345::] [::g]'),
		...words('[::1.2.3] [::1.2.3.256] [::1.2.3.04] [1.2.3.4::] [::ffff:1.2.3.4:5] [v1.fe80] [v1.a:b]'),
		...words('[fe80::1%eth0] [fe80::1%25eth0] [fe80::1%]'),
		...['[ ::1]', '[::1 ]', '[::1\xa0]', `[${'0'.repeat(50)}::]`, `[${':'.repeat(60)}]`],
	],
};

function words(list: string): string[] {
	return list.split(' ');
}

for (const raw of Object.values(refused).flat()) {
	test(refuses, raw);
}

test('any text is read as a plain statement of the rule reads it', t => {
	fc.assert(
		fc.property(hostLike, raw => parseHost(raw)?.hostname === plainHostname(raw)),
		{numRuns: 5000},
	);
	t.pass();
});

test('a host reads the same again', t => {
	fc.assert(
		fc.property(hostLike, raw => {
			const host = parseHost(raw);
			fc.pre(host !== undefined);
			return parseHost(host.hostname)?.hostname === host.hostname;
		}),
	);
	t.pass();
});

test('a header as long as the parser lets through is refused at once', t => {
	for (const unit of ['a', 'a.', `${label}.`, '.', '[', ':', '0:', '::']) {
		const raw = `${unit.repeat(16_000 / unit.length)}!`;
		t.is(parseHost(raw), undefined);
	}
});
