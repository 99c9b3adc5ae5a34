import {connect as connectHttp2} from 'node:http2';
import test from 'ava';
import {rawRequest} from '../../kit/client-raw.ts';
import type {Service} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';

const names = [
	...['x-request-id', 'traceparent', 'tracestate', 'baggage', 'x-envoy-expected-rq-timeout-ms'],
	...['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'forwarded', 'x-user-id', 'authorization'],
	...[
		'user-agent',
		'referer',
		'origin',
		'cookie',
		'accept',
		'accept-encoding',
		'content-type',
		'if-none-match',
	],
	...['if-modified-since', 'range', 'expect', 'te', '__proto__', 'constructor', 'x-http-method-override'],
];

const values = [
	...[
		'',
		' ',
		'null',
		'-1',
		'1e999',
		'__proto__',
		'constructor',
		'%',
		'%zz=%',
		'%00',
		'"',
		'\\',
		',',
		',,,;;;===',
		'=a',
	],
	...[
		'<script>alert(1)</script>',
		'{"a":',
		'$(jndi:ldap://x)',
		"' OR 1=1 --",
		'\xff\xfe',
		'\xe2\x80\xae',
		'a\tb',
		'\x80',
	],
	...[
		'00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-ff',
		'00-0-0-0',
		'a=%E0%A4%A',
		'x'.repeat(12_000),
	],
	...['a,'.repeat(4000), 'a=b,'.repeat(3000), '; '.repeat(5000), '\xff'.repeat(9000), '://a@'.repeat(2000)],
];

const targets = [
	...[
		'//',
		'///evil.example/x',
		'/%',
		'/%zz',
		'/%00',
		'/%ff',
		'/\xff\xe2\x80\xae',
		'/<script>',
		'/"\'`',
		'/a#b?c',
		'/?%',
		'/;;',
	],
	...[
		'/..',
		'/../../etc/passwd',
		'/static/',
		'/static/%',
		'/static/%00',
		'/static/..%2f..%2fpackage.json',
		'/static/../package.json',
	],
	...[
		'/static/....//package.json',
		'/static/%2e%2e%2fpackage.json',
		'/static/C:%5c',
		'/debug/status/NaN',
		'/debug/status/1e3',
	],
	...[
		'/debug/status/__proto__',
		'/debug/delay/-1',
		'/debug/delay/%',
		'/debug/sentry?delay=x',
		'/docs/../debug',
		'/openapi.json/',
	],
	...[
		'*',
		'http://127.0.0.1',
		'http://127.0.0.1?a=b',
		'http://127.0.0.1/%',
		'http://[',
		'http://127.0.0.1:99999/',
		'x:y',
		'a/b',
	],
	...[
		`/${'a'.repeat(12_000)}`,
		`/${'%F0%9F%98%80'.repeat(900)}`,
		`/static/${'a/'.repeat(5000)}`,
		'/\xf0\x9f\x98\x80',
	],
];

let sink: Sink;
let service: Service;
let overHttp2: Service;

test.before(async () => {
	sink = await startSink();
	const env = {
		SENTRY_DSN: sink.dsn,
		USER_ID_HEADER: 'x-user-id',
		TRUST_PROXY: 'loopback',
		SENTRY_SEND_DEFAULT_PII: 'true',
		OTEL_PROPAGATORS: 'tracecontext,baggage,b3,b3multi',
		ACCESS_LOG: 'all',
		OVERLOAD_EVENT_LOOP_DELAY_MS: '0',
	};
	[service, overHttp2] = await Promise.all([
		startService({env}),
		startService({env: {...env, HTTP2: 'true'}}),
	]);
});

test.after.always(async () => {
	await Promise.all([service?.stop(), overHttp2?.stop()]);
	await sink?.close();
});

const send = (head: string) => rawRequest(service.port, `${head}Connection: close\r\n\r\n`);
const get = (target: string, line = '') => send(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\n${line}`);

test.serial('any header, at any length, is a good answer or a clear 4xx', async t => {
	for (const name of names) {
		for (const value of values) {
			const what = `${name}: ${value.slice(0, 40)}`;
			checkAnswer(t.is, t.regex, what, await get('/debug/status/200', `${name}: ${value}\r\n`));
		}
	}
});

test.serial('any host is a good answer or a clear 400', async t => {
	for (const host of values) {
		checkAnswer(t.is, t.regex, host.slice(0, 40), await send(`GET / HTTP/1.1\r\nHost: ${host}\r\n`));
	}
});

test.serial('any target is a good answer or a clear 4xx', async t => {
	for (const target of targets) checkAnswer(t.is, t.regex, target.slice(0, 40), await get(target));
});

test.serial('any method is a good answer or a clear 4xx', async t => {
	for (const method of [
		'get',
		'PROPFIND',
		'TRACE',
		'CONNECT',
		'OPTIONS',
		'QUERY',
		'M-SEARCH',
		'PURGE',
		'X',
	]) {
		for (const path of ['/debug/status/200', '/no-such-page']) {
			const answer = await send(`${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n`);
			if (answer !== '') checkAnswer(t.is, t.regex, `${method} ${path}`, answer);
			else t.is(method, 'CONNECT', 'a connection without an answer');
		}
	}
});

test.serial('over HTTP/2 too, where any word is a method and a path may hold anything', async t => {
	const session = connectHttp2(overHttp2.url);
	session.on('error', error => t.fail(String(error)));
	const ask = (headers: Record<string, string>) =>
		new Promise<{status: number; body: string}>(resolve => {
			const stream = session.request({':authority': '127.0.0.1', ...headers}, {endStream: true});
			let [status, body] = [0, ''];
			stream.on('response', head => {
				status = Number(head[':status']);
			});
			stream.setEncoding('utf8').on('data', text => {
				body += text;
			});
			stream.on('error', () => {});
			stream.on('close', () => resolve({status, body}));
		});
	const asked = [
		...targets.map(path => ({':path': path})),
		...['FOO', 'get', 'X'.repeat(1000), '__proto__', 'constructor'].flatMap(method => [
			{':method': method, ':path': '/debug/status/200'},
			{':method': method, ':path': '/no-such-page'},
		]),
		...names.flatMap(name =>
			values.slice(0, 20).map(value => ({':path': '/debug/status/200', [name]: value})),
		),
	];
	for (const headers of asked) {
		const {status, body} = await ask(headers as Record<string, string>).catch(() => ({
			status: 400,
			body: '',
		}));
		const what = JSON.stringify(headers).slice(0, 80);
		// 0: refused below HTTP, with a reset of the stream.
		t.true(status < 500, `${what} is ${status}`);
		t.false(body.includes('<script'), what);
	}
	session.close();
});

test.serial('and none of it is an event beyond the rules, or harms the process', async t => {
	await Promise.all([service.stop(), overHttp2.stop()]);
	const expected = new Set(['PageNotFound', 'StaticFileMissing', 'DisallowedHost']);
	for (const event of sink.events)
		t.true(expected.has(event.exception?.values?.at(-1)?.type ?? ''), event.message);
	for (const {lines, stderr, exited} of [service, overHttp2]) {
		t.deepEqual(await exited, {code: 0, signal: null});
		t.is(stderr(), '');
		const unexpected = lines.filter(
			({level, failure}) => level === 'fatal' || (level === 'error' && failure !== 'disallowed-host'),
		);
		t.deepEqual(unexpected, []);
	}
});

function checkAnswer(
	is: (actual: unknown, expected: unknown, message?: string) => unknown,
	matches: (text: string, pattern: RegExp, message?: string) => unknown,
	what: string,
	answer: string,
): void {
	matches(answer, /^HTTP\/1\.1 [1-4]\d\d /, `${what} is ${answer.slice(0, 100)}`);
	const body = answer.slice(answer.indexOf('\r\n\r\n'));
	is(answer.includes('<script'), false, `${what} is reflected`);
	const instance = /"instance":"([^"]*)"/.exec(body)?.[1] ?? '/';
	matches(instance, /^[\w\-.~!$&'()*+,;=:@/%]*$/, what);
}
