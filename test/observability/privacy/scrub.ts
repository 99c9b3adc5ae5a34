import test from 'ava';
import fc from 'fast-check';
import {scrub, scrubLine, scrubQuery} from '../../../observability/privacy/scrub.ts';
import {rememberClean, scrubText, scrubUrlQueries} from '../../../observability/privacy/secrets.ts';

const becomes = test.macro({
	exec(t, text: string, scrubbed: string) {
		t.is(scrubText(text), scrubbed);
		t.is(scrubText(scrubbed), scrubbed, 'once is enough');
	},
	title: (_, text) => `masks what is secret in ${JSON.stringify(text)}`,
});

const key = 'abc'.repeat(4);
test(becomes, `refused by http://${key}@sentry.example/1`, 'refused by http://[Filtered]@sentry.example/1');
test(becomes, 'postgres://me:pass@db/shop', 'postgres://[Filtered]@db/shop');
test(becomes, `Authorization: Bearer ${key}`, 'Authorization: [Filtered]');
test(becomes, 'authorization: 12', 'authorization: [Filtered]');
test(becomes, `sent bearer ${key} on`, 'sent bearer [Filtered] on');
test(becomes, 'cookie: a=1; b=2', 'cookie: [Filtered]');
test(becomes, 'Set-Cookie: a=1; Path=/', 'Set-Cookie: [Filtered]');
test(becomes, 'x-api-key: 12', 'x-api-key: [Filtered]');
test(becomes, '{"password":"it","name":"me"}', '{"password":"[Filtered]","name":"me"}');
test(becomes, '{"password":"my own, it\\"s","name":"me"}', '{"password":"[Filtered]","name":"me"}');
test(becomes, "{'password': 'my own'}", "{'password': '[Filtered]'}");
test(becomes, String.raw`got "{\"password\":\"my own\"}"`, String.raw`got "{\"password\":\"[Filtered]\"}"`);
test(becomes, 'password="my own\nnext line', 'password="[Filtered]\nnext line');
test(becomes, '/?access_token=a&page=2', '/?access_token=[Filtered]&page=2');
test(
	becomes,
	`id A${'S'}IA${'B2'.repeat(8)}, token npm_${'aB1'.repeat(12)}`,
	'id [Filtered], token [Filtered]',
);
test(becomes, `id AK${'IA'}${'B2'.repeat(5)} cut short`, 'id [Filtered] cut short');
test(becomes, 'a JWT eyJhbGciOi.eyJzdWIiOi.c2ln here', 'a JWT [Filtered] here');
test(becomes, '/reset%3Ftoken%3Dabc%26page%3D2', '/reset?token=[Filtered]&page=2');
test(becomes, '/go/https%3A%2F%2Fme%3Apass%40host%2F', '/go/https://[Filtered]@host/');
test(becomes, '/go%253Fp%2561ssword%253Dabc', '/go?password=[Filtered]');
test(becomes, `/bearer%20${key}`, '/bearer [Filtered]');
test(becomes, 'q=%7B%22token%22%3A%22abc%22%7D', 'q={"token":"[Filtered]"}');
test(becomes, `/?q=Bearer+${key}`, '/?q=Bearer [Filtered]');
// In pieces: nothing here shall look like a key.
const begin = '-----BEGIN'.concat(' PRIVATE KEY-----');
const pem = (text: string) => `${begin.replace(' ', ' RSA ')}${text}-----END RSA PRIVATE KEY----- after`;
test(becomes, pem('\nMIIEpA\n+/=x\n'), pem('[Filtered]'));
test(becomes, pem('\\nMIIEpA\\n+/=x\\n'), pem('[Filtered]'));
test(becomes, `${begin}\nMIIEp`, `${begin}[Filtered]`);
test(
	becomes,
	"Command failed: dump --password 'my own' --host db",
	"Command failed: dump --password '[Filtered]' --host db",
);
test(becomes, 'dump --api-key 1abc shop', 'dump --api-key [Filtered] shop');
test(becomes, 'dump --token=1abc shop', 'dump --token=[Filtered] shop');
test(becomes, 'got "{a secret" is not valid JSON', 'got [Filtered] is not valid JSON');

for (const text of [
	'at authenticate (file:///app/authenticate.ts:35:9)',
	'the author: me',
	'401 Unauthorized: see the page',
	':authority: api.example',
	'inside=1',
	'npm_lifecycle_event is test, in Asia/Tokyo',
	'-----BEGIN CERTIFICATE-----\nMIIEp\n-----END CERTIFICATE-----',
	'dump --no-password --host db',
	'/tokens%20and%40more%2',
	'3 sessions: ok',
]) {
	test(`leaves ${JSON.stringify(text)} as it is`, t => {
		t.is(scrubText(text), text);
	});
}

test('whatever stands under a secret key is masked, and a flag is not', t => {
	const value = {password: 'a', apiKey: ['b'], credentials: {c: 1}, cookie: '', hasToken: true, author: 'me'};
	t.deepEqual(scrub(value), {
		password: '[Filtered]',
		apiKey: '[Filtered]',
		credentials: '[Filtered]',
		cookie: '',
		hasToken: true,
		author: 'me',
	} as never);
});

test('a value may contain itself', t => {
	const value: Record<string, unknown> = {token: 'a'};
	value['self'] = value;
	t.is(scrub(value)['token'], '[Filtered]');
});

test('a query keeps its keys and loses its secret values', t => {
	t.is(scrubQuery('a=1&api%5Fkey=2&token&%zz=3'), 'a=1&api%5Fkey=[Filtered]&token=[Filtered]&%zz=3');
	t.is(scrubQuery('next=%2Fback%3Ftoken%3D2&b=%2Fc'), 'next=/back?token=[Filtered]&b=%2Fc');
});

test('the queries of URLs are masked in a text', t => {
	t.is(
		scrubUrlQueries('from http://a.example/b?c=d to https://e.example#f, g?h'),
		'from http://a.example/b?[Filtered] to https://e.example?[Filtered] g?h',
	);
});

test('a line of JSON stays one, whatever it says', t => {
	const text = fc.oneof(
		fc.string(),
		fc.constantFrom('password="a\\"b', 'token: "', 'cookie: \\', '"x" is not valid JSON', 'bearer "aaaaaaaa'),
	);
	fc.assert(
		fc.property(fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('token', 'auth', 'sid')), text), line => {
			const scrubbed: unknown = JSON.parse(scrubLine(`${JSON.stringify(line)}\n`));
			t.deepEqual(Object.keys(scrubbed as object), Object.keys(JSON.parse(JSON.stringify(line))));
		}),
	);
	t.pass();
});

test('what is remembered changes no answer', t => {
	const remembering = rememberClean(scrubText);
	const text = fc.oneof(
		fc.string(),
		fc.constantFrom('token=abc', 'a line of code', 'postgres://me:pass@db/shop', 'x'.repeat(400)),
	);
	fc.assert(
		fc.property(text, given => {
			for (let time = 0; time < 2; time++) t.is(remembering(given), scrubText(given));
		}),
	);
	// More than are remembered.
	for (let index = 0; index < 5000; index++) t.is(remembering(`line ${index}`), `line ${index}`);
	t.is(remembering('token=abc'), 'token=[Filtered]');
});

test('a secret that JSON makes longer is masked in a line too', t => {
	const url = `postgres://${'\\'.repeat(900)}:it@db/shop`;
	t.is(scrubText(url), 'postgres://[Filtered]@db/shop');
	t.deepEqual(JSON.parse(scrubLine(`${JSON.stringify({url})}\n`)), {url: 'postgres://[Filtered]@db/shop'});
});
