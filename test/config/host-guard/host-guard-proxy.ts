import type {TestFn} from 'ava';
import anyTest from 'ava';
import type {GuardedServer} from './_guarded-server.ts';
import {startGuardedServer} from './_guarded-server.ts';
import {sendRaw} from './_raw-http.ts';

const test = anyTest as TestFn<{trusting: GuardedServer; distrusting: GuardedServer}>;

test.beforeEach(async t => {
	t.context = {
		trusting: await startGuardedServer({
			isBehindProxy: request => request.socket.remoteAddress === '127.0.0.1',
		}),
		distrusting: await startGuardedServer({
			isBehindProxy: request => request.socket.remoteAddress === '192.0.2.1',
		}),
	};
});

test.afterEach.always(async t => {
	await t.context.trusting.close();
	await t.context.distrusting.close();
});

const answers = test.macro({
	async exec(t, peer: 'trusting' | 'distrusting', lines: readonly string[], expected: string) {
		const server = t.context[peer];
		const head = lines.map(line => `${line}\r\n`).join('');
		const answer = await sendRaw(server.port, `GET / HTTP/1.0\r\n${head}\r\n`);
		const [error] = server.reported;
		t.is(error === undefined ? 'passes' : `${error.source} ${error.reason}`, expected);
		t.is(answer.split(' ')[1], error === undefined ? '200' : '400');
	},
	title: (_, peer: string, lines: readonly string[], expected: string) =>
		`${peer} the peer, ${lines.join(' | ')}: ${expected}`,
});

test(answers, 'distrusting', ['Host: evil.example', 'X-Forwarded-Host: example.com'], 'host not-listed');
test(answers, 'distrusting', ['Host: example.com', 'X-Forwarded-Host: evil.example'], 'passes');
test(answers, 'distrusting', ['Host: example.com', 'X-Forwarded-Host: a, b'], 'passes');
test(answers, 'distrusting', ['X-Forwarded-Host: example.com'], 'host missing');

test(answers, 'trusting', ['Host: example.com'], 'passes');
test(answers, 'trusting', ['Host: example.com', 'X-Forwarded-Port: 443'], 'passes');
test(answers, 'trusting', ['Host: evil.example'], 'host not-listed');
test(answers, 'trusting', ['Host: evil.example', 'X-Forwarded-Host: example.com'], 'passes');
test(answers, 'trusting', ['Host: backend_pool', 'x-forwarded-HOST: Example.com:443'], 'passes');
test(answers, 'trusting', ['X-Forwarded-Host: example.com'], 'passes');
test(
	answers,
	'trusting',
	['Host: example.com', 'X-Forwarded-Host: evil.example'],
	'x-forwarded-host not-listed',
);
test(answers, 'trusting', ['Host: example.com', 'X-Forwarded-Host:'], 'x-forwarded-host empty');
test(
	answers,
	'trusting',
	['Host: example.com', 'X-Forwarded-Host: //evil.example'],
	'x-forwarded-host invalid',
);
test(
	answers,
	'trusting',
	['Host: example.com', 'X-Forwarded-Host: example.com, x.tenants.example'],
	'x-forwarded-host several',
);
test(
	answers,
	'trusting',
	['Host: example.com', 'X-Forwarded-Host: example.com', 'X-Forwarded-Host: example.com'],
	'x-forwarded-host several',
);
test(answers, 'trusting', ['Host: a', 'Host: b', 'X-Forwarded-Host: example.com'], 'host several');

test('an absolute-form target must pass beside a believed X-Forwarded-Host', async t => {
	const lines = 'Host: example.com\r\nX-Forwarded-Host: example.com\r\n';
	await sendRaw(t.context.trusting.port, `GET http://evil.example/ HTTP/1.0\r\n${lines}\r\n`);
	t.is(t.context.trusting.reported[0]?.source, 'request-target');
});
