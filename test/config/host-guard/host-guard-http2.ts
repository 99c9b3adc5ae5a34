import {once} from 'node:events';
import {connect} from 'node:http2';
import type {TestFn} from 'ava';
import anyTest from 'ava';
import type {GuardedServer} from './_guarded-server.ts';
import {startGuardedServer} from './_guarded-server.ts';
import {sendRawHttp2} from './_raw-http2.ts';

const test = anyTest as TestFn<GuardedServer>;

test.beforeEach(async t => {
	t.context = await startGuardedServer({
		http2: true,
		isBehindProxy: request => request.socket.remoteAddress === '127.0.0.1',
	});
});

test.afterEach.always(t => t.context.close());

const pseudo = {':method': 'GET', ':scheme': 'http', ':path': '/'};

const answers = test.macro({
	async exec(t, given: Record<string, string>, expected: string) {
		const lines = Object.entries({...pseudo, ...given});
		t.is(await sendRawHttp2(t.context.port, lines), 'headers');
		const [error] = t.context.reported;
		t.is(error === undefined ? 'passes' : `${error.source} ${error.reason}`, expected);
		t.is(t.context.passed.length, error === undefined ? 1 : 0);
	},
	title: (_, given: Record<string, string>, expected: string) => `${JSON.stringify(given)}: ${expected}`,
});

test(answers, {':authority': 'example.com'}, 'passes');
test(answers, {':authority': 'EXAMPLE.com.:8443'}, 'passes');
test(answers, {':authority': '[::1]:3000'}, 'passes');
test(answers, {':authority': 'evil.example'}, ':authority not-listed');
test(answers, {':authority': 'a_b.tenants.example'}, ':authority invalid');
test(answers, {':authority': 'example.com,evil.example'}, ':authority several');
test(answers, {host: 'example.com'}, 'passes');
test(answers, {host: 'evil.example'}, 'host not-listed');
test(answers, {':authority': 'example.com', host: 'example.com'}, 'passes');
test(answers, {':authority': 'example.com', host: 'Example.com:80'}, 'passes');
test(answers, {':authority': 'example.com', host: 'x.tenants.example'}, ':authority contradictory');
test(answers, {':authority': 'example.com', host: 'evil.example'}, ':authority contradictory');
test(answers, {':authority': 'evil.example', host: 'example.com'}, ':authority contradictory');
test(answers, {':authority': 'example.com', host: 'example.com,evil.example'}, ':authority contradictory');
test(answers, {':authority': 'evil.example', 'x-forwarded-host': 'example.com'}, 'passes');
test(
	answers,
	{':authority': 'example.com', 'x-forwarded-host': 'evil.example'},
	'x-forwarded-host not-listed',
);
test(
	answers,
	{':scheme': 'other', ':path': 'http://evil.example/', ':authority': 'example.com'},
	'request-target not-listed',
);
test(
	answers,
	{':scheme': 'other', ':path': 'example.com', ':authority': 'example.com'},
	'request-target invalid',
);

const isReset = test.macro({
	async exec(t, lines: ReadonlyArray<readonly [string, string]>) {
		t.is(await sendRawHttp2(t.context.port, [...Object.entries(pseudo), ...lines]), 'reset');
		t.deepEqual(t.context.passed, []);
		t.deepEqual(t.context.reported, []);
	},
	title: (_, lines: ReadonlyArray<readonly [string, string]>) =>
		`the protocol resets ${JSON.stringify(lines)}`,
});

// Not the guard's doing, but the guard relies on it: these never become a request.
test(isReset, []);
test(isReset, [[':authority', '']]);
test(isReset, [
	[':authority', 'example.com'],
	[':authority', 'evil.example'],
]);
test(isReset, [
	['host', 'example.com'],
	['host', 'evil.example'],
]);
test(isReset, [[':authority', 'user@example.com']]);
test(isReset, [[':authority', 'exam\tple.com']]);

test('an ordinary client is answered 400', async t => {
	const client = connect(`http://127.0.0.1:${t.context.port}`);
	const stream = client.request({':authority': 'evil.example'});
	const [headers] = await once(stream, 'response');
	t.is(headers[':status'], 400);
	stream.resume();
	await once(stream, 'close');
	client.close();
	await once(client, 'close');
});
