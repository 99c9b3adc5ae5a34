import net from 'node:net';
import test from 'ava';
import {runToExit} from '../kit/run-to-exit.ts';
import {startService} from '../kit/service.ts';

test('an invalid configuration stops the start and names every problem', async t => {
	const {code, stdout, stderr} = await runToExit({
		entry: 'service/main.ts',
		env: {
			NODE_ENV: 'production',
			PORT: 'http',
			SENTRY_DSN: 'https://hush@sentry',
			USER_ID_HEADER: 'x-user-id',
			CATALOG_URL: 'https//shop:hush@catalog',
		},
	});
	t.is(code, 1);
	for (const line of stdout.trim().split('\n'))
		t.notThrows(() => JSON.parse(line), 'what is on stdout is JSON');
	t.regex(stderr, /PORT must be 0-65535, got "http"/);
	t.regex(stderr, /ALLOWED_HOSTS must be set/);
	t.regex(stderr, /SENTRY_DSN must be/);
	t.regex(stderr, /TRUST_PROXY must be set when USER_ID_HEADER is/);
	t.regex(stderr, /CATALOG_URL must be an http or https URL/);
	t.notRegex(stdout + stderr, /hush/);
});

test('a port that is taken stops the start', async t => {
	const holder = net.createServer();
	await new Promise<void>(resolve => holder.listen(0, '127.0.0.1', resolve));
	t.teardown(() => holder.close());
	const {port} = holder.address() as net.AddressInfo;
	const {code, stdout} = await runToExit({
		entry: 'service/main.ts',
		env: {HOST: '127.0.0.1', PORT: String(port)},
	});
	t.is(code, 1);
	t.true(stdout.includes(`cannot listen on port ${port}`));
	t.true(stdout.includes('EADDRINUSE'));
});

test('what is hardly meant is said once: no DSN, so that nothing leaves, and tokens for anybody', async t => {
	const service = await startService({env: {AUTH_JWKS_URL: 'http://127.0.0.1:9/keys'}});
	t.teardown(service.stop);
	const {status, headers} = await fetch(`${service.url}/debug/sentry`);
	t.is(status, 500);
	t.regex(headers.get('traceresponse') ?? '', /^00-(?!0{32})\w{32}-(?!0{16})\w{16}-01$/);
	t.is(service.lines.filter(({msg}) => String(msg).includes('SENTRY_DSN is not set')).length, 1);
	const warned = service.lines.filter(({msg}) => String(msg).startsWith('AUTH_JWKS_URL is set without'));
	t.deepEqual(
		warned.map(({level}) => level),
		['warn'],
	);
});

test('Sentry being away at the start changes no answer', async t => {
	const service = await startService({env: {SENTRY_DSN: 'http://public@127.0.0.1:9/1'}});
	t.teardown(service.stop);
	t.is((await fetch(`${service.url}/debug/sentry`)).status, 500);
	t.is((await fetch(`${service.url}/debug/delay/0`)).status, 200);
});
