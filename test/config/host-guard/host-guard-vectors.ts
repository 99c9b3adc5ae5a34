import type {TestFn} from 'ava';
import anyTest from 'ava';
import type {GuardedServer} from './_guarded-server.ts';
import {startGuardedServer} from './_guarded-server.ts';
import {getRequest, sendRaw, shown} from './_raw-http.ts';

const test = anyTest as TestFn<GuardedServer>;

test.beforeEach(async t => {
	t.context = await startGuardedServer();
});

test.afterEach.always(t => t.context.close());

const passes = test.macro({
	async exec(t, raw: string) {
		const answer = await sendRaw(t.context.port, raw);
		t.regex(answer, /^HTTP\/1\.1 200 /);
		t.deepEqual(t.context.reported, []);
	},
	title: (_, raw: string) => `passes ${shown(raw)}`,
});

interface Refusal {
	reason: string;
	source?: string;
	host: string;
	advice?: string;
}

const refuses = test.macro({
	async exec(t, raw: string, expected: Refusal) {
		const answer = await sendRaw(t.context.port, raw);
		t.regex(answer, /^HTTP\/1\.1 400 /);
		t.deepEqual(t.context.passed, []);
		t.is(t.context.reported.length, 1);
		t.deepEqual(t.context.thrown, t.context.reported);
		const {reason, source, host, advice} = t.context.reported[0]!;
		t.deepEqual({reason, source, host, advice}, {source: 'host', advice: undefined, ...expected});
	},
	title: (_, raw: string, expected: Refusal) => `refuses as ${expected.reason} ${shown(raw)}`,
});

test(passes, getRequest('Host: example.com\r\n'));
test(passes, getRequest('hOsT: EXAMPLE.com:8080\r\n'));
test(passes, getRequest('Host: example.com.\r\n'));
test(passes, getRequest('Host: a.b.tenants.example\r\n'));
test(passes, getRequest('Host: tenants.example\r\n'));
test(passes, getRequest('Host: 127.0.0.1:3000\r\n'));
test(passes, getRequest('Host: [::1]:3000\r\n'));
test(passes, getRequest('Host: \t example.com \t\r\n'));
test(passes, getRequest('Host:example.com\r\n'));
test(passes, getRequest('Host: example.com\r\n', '/', '1.0'));
test(passes, getRequest('Host: example.com\r\nX-Forwarded-Host: evil.example\r\n'));
test(passes, getRequest('Host: example.com\r\nForwarded: host=evil.example\r\n'));
test(passes, getRequest('Host: example.com\r\nX-Host: evil.example\r\nX-Original-Host: evil.example\r\n'));
test(passes, getRequest('Host: example.com\r\nHoax: evil.example\r\nHosts: evil.example\r\n'));
test(passes, getRequest('Host: example.com\r\n', '//evil.example/path'));
test(passes, getRequest('Host: example.com\r\n', '/http://evil.example/'));
test(passes, getRequest('Host: example.com\r\n', 'http://tenants.example:80/parcels/7?stamps=2'));
test(passes, getRequest('Host: example.com\r\n', 'HTTPS://EXAMPLE.com'));
test(passes, 'OPTIONS * HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n');

test(refuses, getRequest('', '/', '1.0'), {reason: 'missing', host: ''});
test(refuses, getRequest('X-Forwarded-Host: example.com\r\n', '/', '1.0'), {reason: 'missing', host: ''});
test(refuses, getRequest('', 'http://example.com/', '1.0'), {reason: 'missing', host: ''});
test(refuses, getRequest('Host:\r\n'), {reason: 'empty', host: ''});
test(refuses, getRequest('Host: \t \r\n'), {reason: 'empty', host: ''});
test(refuses, getRequest('Host: example.com\r\nHost: example.com\r\n'), {
	reason: 'several',
	host: 'example.com, example.com',
});
test(refuses, getRequest('Host: example.com\r\nAccept: */*\r\nhOST: evil.example\r\n'), {
	reason: 'several',
	host: 'example.com, evil.example',
});
test(refuses, getRequest('Host: example.com\r\nHost:\r\n'), {reason: 'several', host: 'example.com, '});
test(refuses, getRequest('Host: example.com, example.com\r\n'), {
	reason: 'several',
	host: 'example.com, example.com',
});
test(refuses, getRequest('Host: ,\r\n'), {reason: 'several', host: ','});

const isInvalid = (line: string, host = line) =>
	test(refuses, getRequest(`Host: ${line}\r\n`), {reason: 'invalid', host});

isInvalid('exam\tple.com', 'exam\\x09ple.com');
isInvalid('example.com evil.example');
isInvalid('ex\xe4mple.com', 'ex\\xe4mple.com');
isInvalid('\xa0example.com', '\\xa0example.com');
isInvalid('example.com\xa0', 'example.com\\xa0');
isInvalid('\xe2\x84\xaaelvin.example', '\\xe2\\x84\\xaaelvin.example');
isInvalid('example.com:abc');
isInvalid('example.com:99999');
isInvalid('example.com:');
isInvalid('user@example.com');
isInvalid('example.com@evil.example');
isInvalid('example.com:80@evil.example');
isInvalid('evil.example#.tenants.example');
isInvalid('evil.example/.tenants.example');
isInvalid('evil.example\\.tenants.example');
isInvalid('under_score.tenants.example');
isInvalid('a..tenants.example');
isInvalid('.tenants.example');
isInvalid('example.com..');
isInvalid('http://example.com');
isInvalid('[fe80::1%eth0]');
isInvalid('[::1%25lo]');
isInvalid('::1');
isInvalid('[::1]evil.example');
isInvalid('*');
isInvalid('a'.repeat(8000), 'a'.repeat(255));

const isNotListed = (line: string, hostname = line) =>
	test(refuses, getRequest(`Host: ${line}\r\n`), {
		reason: 'not-listed',
		host: line,
		advice: `Add "${hostname}" to ALLOWED_HOSTS if this service should answer to it.`,
	});

isNotListed('evil.example');
isNotListed('WWW.example.com:80', 'www.example.com');
isNotListed('sub-example.com');
isNotListed('example.com.evil.example');
isNotListed('eviltenants.example');
isNotListed('example');
isNotListed('constructor');
isNotListed('127.1');
isNotListed('[0:0:0:0:0:0:0:1]');
isNotListed('[::ffff:127.0.0.1]');
isNotListed('xn--lvin-example-3ya.example');
isNotListed('169.254.169.254');

test(refuses, getRequest('Host: example.com\r\n', 'http://evil.example/'), {
	reason: 'not-listed',
	source: 'request-target',
	host: 'evil.example',
	advice: 'Add "evil.example" to ALLOWED_HOSTS if this service should answer to it.',
});
test(refuses, getRequest('Host: example.com\r\n', 'http://user@example.com/'), {
	reason: 'invalid',
	source: 'request-target',
	host: 'user@example.com',
});
test(refuses, getRequest('Host: evil.example\r\n', 'http://example.com/'), {
	reason: 'not-listed',
	host: 'evil.example',
	advice: 'Add "evil.example" to ALLOWED_HOSTS if this service should answer to it.',
});
