import type {TestFn} from 'ava';
import anyTest from 'ava';
import fc from 'fast-check';
import {parseAllowedHosts} from '../../../config/host-guard/allowed-hosts.ts';
import {hostGuard} from '../../../config/host-guard/host-guard.ts';
import type {GuardedServer} from './_guarded-server.ts';
import {startGuardedServer} from './_guarded-server.ts';
import {plainVerdict} from './_plain-host-rule.ts';
import {getRequest, sendRaw, shown} from './_raw-http.ts';

const test = anyTest as TestFn<GuardedServer>;

test.beforeEach(async t => {
	t.context = await startGuardedServer();
});

test.afterEach.always(t => t.context.close());

const isRefusedByParser = test.macro({
	async exec(t, raw: string) {
		t.regex(await sendRaw(t.context.port, raw), /^HTTP\/1\.1 400 /);
		t.deepEqual(t.context.passed, []);
		t.deepEqual(t.context.reported, []);
	},
	title: (_, raw: string) => `the parser refuses ${shown(raw)}`,
});

// Not the guard's doing, but the guard relies on it: these never become a request.
test(isRefusedByParser, getRequest(''));
test(isRefusedByParser, getRequest('Host : example.com\r\n'));
test(isRefusedByParser, getRequest('Host: example.com\0\r\n'));
test(isRefusedByParser, getRequest('Host: example.com\x0b\r\n'));
test(isRefusedByParser, getRequest(':authority: example.com\r\nHost: example.com\r\n'));
test(isRefusedByParser, getRequest('Host: example.com\r\n', 'example.com'));

test('an answer made of the error does not reflect the host', async t => {
	const answer = await sendRaw(t.context.port, getRequest('Host: scanner-7f3a.example\r\n'));
	t.true(answer.includes('DisallowedHost: Refused a request'));
	t.false(answer.includes('scanner-7f3a'));
});

test('a star allows any valid host, and no invalid one', async t => {
	const server = await startGuardedServer({allowedHosts: '*'});
	t.teardown(server.close);
	t.regex(await sendRaw(server.port, getRequest('Host: anything.example:81\r\n')), /^HTTP\/1\.1 200 /);
	t.regex(await sendRaw(server.port, getRequest('Host: any_thing.example\r\n')), /^HTTP\/1\.1 400 /);
	t.regex(
		await sendRaw(server.port, getRequest('Host: a.example\r\nHost: a.example\r\n')),
		/^HTTP\/1\.1 400 /,
	);
	t.regex(await sendRaw(server.port, getRequest('', '/', '1.0')), /^HTTP\/1\.1 400 /);
	t.deepEqual(
		server.reported.map(({reason}) => reason),
		['invalid', 'several', 'missing'],
	);
});

test('every request of a kept connection is judged', async t => {
	const good = 'GET /first HTTP/1.1\r\nHost: example.com\r\n\r\n';
	const answers = await sendRaw(t.context.port, good + getRequest('Host: evil.example\r\n', '/second'));
	t.deepEqual(answers.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 200', 'HTTP/1.1 400']);
	t.deepEqual(t.context.passed, ['/first']);
});

test('the middleware has a name for traces', t => {
	const guard = hostGuard({
		allowedHosts: parseAllowedHosts('*'),
		isBehindProxy: () => false,
		report() {},
	});
	t.is(guard.name, 'hostGuard');
});

test('what passes over the wire is what a plain statement of the rule admits', async t => {
	const value = fc.constantFrom(
		...['example.com', 'EXAMPLE.COM.:1', 'x.tenants.example', '[::1]', '127.0.0.1'],
		...['evil.example', 'example.com,', 'example.com:', 'a_b', 'x..tenants.example', '\xa0example.com', ''],
	);
	const name = fc.constantFrom('Host', 'host', 'X-Forwarded-Host', 'Via');
	const target = fc.oneof(
		fc.constantFrom('/', '//evil.example'),
		value.filter(it => /^[\w.:[\]]+$/.test(it)).map(it => `http://${it}/`),
	);
	await fc.assert(
		fc.asyncProperty(fc.array(fc.tuple(name, value), {maxLength: 3}), target, async (lines, target) => {
			const before = t.context.passed.length;
			const text = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
			await sendRaw(t.context.port, getRequest(text, target, '1.0'));
			const admitted = plainVerdict({lines, target, isFromTrustedProxy: false}, [
				'example.com',
				'.tenants.example',
				'127.0.0.1',
				'[::1]',
			]);
			return t.context.passed.length - before === Number(admitted);
		}),
		{numRuns: 300},
	);
	t.true(t.context.passed.length > 10);
});
