import test from 'ava';
import {createHttpClient} from '../../kit/client.ts';
import type {KeyServer} from '../../kit/key-server.ts';
import {audience, issuer, startKeyServer} from '../../kit/key-server.ts';
import type {Service} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';

let sink: Sink;
let keys: KeyServer;
let service: Service;

test.before(async () => {
	sink = await startSink();
	keys = await startKeyServer();
	service = await startService({
		env: {
			SENTRY_DSN: sink.dsn,
			AUTH_JWKS_URL: keys.url,
			AUTH_ISSUER: issuer,
			AUTH_AUDIENCE: audience,
			USER_ID_HEADER: 'x-user-id',
			TRUST_PROXY: 'loopback',
			ACCESS_LOG: 'all',
		},
	});
});

test.after.always(async () => {
	await service?.stop();
	await keys?.close();
	await sink?.close();
});

const ask = (path: string, authorization?: string) =>
	fetch(service.url + path, {headers: authorization === undefined ? {} : {authorization}});

const traceOf = (response: Response) => response.headers.get('traceresponse')!.split('-')[1]!;

test.serial('the user of a good token is on the span, the event and the log line', async t => {
	const token = await keys.sign({sub: 'u-7', email: 'me@example.com'});
	// What the gateway says beside it is not asked for.
	const response = await fetch(`${service.url}/debug/sentry`, {
		headers: {authorization: `Bearer ${token}`, 'x-user-id': 'the-gateway'},
	});
	t.is(response.status, 500);
	const traceId = traceOf(response);
	const event = await sink.event(({contexts}) => contexts?.trace?.trace_id === traceId);
	t.deepEqual(event.user, {id: 'u-7'});
	const span = await sink.span(found => found.traceId === traceId && found.kind === 2);
	t.is(span.attributes['user.id'], 'u-7');
	await service.line(line => line['trace_id'] === traceId && line['user_id'] === 'u-7');
	t.false(sink.text().includes('me@example.com'));
	t.false(sink.text().includes('the-gateway'));
});

test.serial('who publishes the keys hears nothing of our traces', async t => {
	const response = await fetch(`${service.url}/debug/status/200`, {
		headers: {
			authorization: `Bearer ${await keys.sign()}`,
			traceparent: '00-12345678901234567890123456789012-1234567890123456-01',
			tracestate: 'vendor=1',
			baggage: 'tenant=acme',
		},
	});
	t.is(response.status, 200);
	t.true(keys.headers.length > 0);
	for (const headers of keys.headers) {
		for (const name of ['traceparent', 'tracestate', 'baggage', 'sentry-trace']) t.false(name in headers);
	}
	await sink.span(({kind, attributes}) => kind === 3 && attributes['url.full'] === keys.url);
});

test.serial('keys are asked for once, and again for a key that is new', async t => {
	const before = keys.asked();
	for (let request = 0; request < 3; request++) {
		t.is((await ask('/debug/status/200', `Bearer ${await keys.sign()}`)).status, 200);
	}
	t.is(keys.asked(), before);
	const old = await keys.sign();
	await keys.rotate('second');
	t.is((await ask('/debug/status/200', `Bearer ${await keys.sign()}`)).status, 200);
	t.is(keys.asked(), before + 1);
	t.is((await ask('/debug/status/200', `Bearer ${old}`)).status, 401);
});

test.serial('tokens with invented key ids do not become requests to the key server', async t => {
	const token = await keys.sign({}, {kid: 'invented'});
	const before = keys.asked();
	for (let request = 0; request < 20; request++)
		t.is((await ask('/debug/status/200', `Bearer ${token}`)).status, 401);
	// Five, and one more each six seconds.
	t.true(keys.asked() - before <= 7);
	t.is((await ask('/debug/status/200', `Bearer ${await keys.sign()}`)).status, 200);
});

test.serial('a bad token is 401 with WWW-Authenticate, and no event', async t => {
	const good = await keys.sign();
	const [header, payload, signature] = good.split('.');
	const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const past = Math.floor(Date.now() / 1000) - 60;
	const bad = [
		'',
		'Bearer',
		'Bearer a b',
		'Basic dXNlcjpwYXNz',
		'Bearer x',
		'Bearer a.b.c',
		`Bearer ${good}.x`,
		`Bearer ${header}.${payload}.${signature!.slice(0, -4)}AAAA`,
		`Bearer ${header}.${encode({sub: 'admin'})}.${signature}`,
		`Bearer ${encode({alg: 'none'})}.${payload}.`,
		`Bearer ${encode({alg: 'HS256', kid: 'second'})}.${payload}.${signature}`,
		`Bearer ${encode({alg: 'ES256', kid: 'second', crit: ['x'], x: 1})}.${payload}.${signature}`,
		`Bearer ${encode({alg: 'ES256', kid: {}})}.${payload}.${signature}`,
		`Bearer ${encode([])}.${payload}.${signature}`,
		`Bearer ${'A'.repeat(12_000)}`,
		`Bearer ${await keys.sign({exp: past})}`,
		`Bearer ${await keys.sign({nbf: past + 1000})}`,
		`Bearer ${await keys.sign({iss: 'http://other.example'})}`,
		`Bearer ${await keys.sign({aud: 'other'})}`,
		`Bearer ${await keys.sign({sub: ''})}`,
		`Bearer ${await keys.sign({sub: 'x'.repeat(256)})}`,
		`Bearer ${await keys.sign({sub: 7 as never})}`,
	];
	const events = sink.events.length;
	const client = createHttpClient(service.port);
	for (const authorization of bad) {
		const response = await client.get('/debug/sentry', {authorization});
		t.is(response.status, 401, authorization);
		t.is(response.headers['www-authenticate'], 'Bearer error="invalid_token"', authorization);
		t.like(response.json(), {title: 'The credentials are not good'});
	}
	await client.close();
	// A failure that comes later has arrived: one of theirs would have too.
	const traceId = traceOf(await ask('/debug/sentry'));
	await sink.event(({contexts}) => contexts?.trace?.trace_id === traceId);
	t.is(sink.events.length, events + 1);
});

test.serial('who sends no token is a stranger', async t => {
	const response = await ask('/debug/sentry');
	t.is(response.status, 500);
	const traceId = traceOf(response);
	const event = await sink.event(({contexts}) => contexts?.trace?.trace_id === traceId);
	t.is(event.user, undefined);
	const span = await sink.span(found => found.traceId === traceId && found.kind === 2);
	t.is(span.attributes['user.id'], undefined);
});

for (const [what, break_] of Object.entries<(broken: KeyServer) => Promise<void>>({
	'is down': broken => broken.close(),
	'answers a 500': async broken => broken.behave(500, 'down'),
	'answers no keys': async broken => broken.behave(200, '{"keys": 7}'),
	'answers no JSON': async broken => broken.behave(200, 'planted <html>'),
})) {
	test(`when the key server ${what}, a token is 502 and one event`, async t => {
		const broken = await startKeyServer();
		const token = await broken.sign();
		await break_(broken);
		t.teardown(broken.close);
		const other = await startSink();
		t.teardown(other.close);
		const cut = await startService({env: {SENTRY_DSN: other.dsn, AUTH_JWKS_URL: broken.url}});
		t.teardown(cut.stop);
		const response = await fetch(`${cut.url}/debug/status/200`, {
			headers: {authorization: `Bearer ${token}`},
		});
		t.is(response.status, 502);
		await cut.stop();
		t.deepEqual(
			other.events.map(({exception}) => exception?.values?.at(-1)?.value),
			['key server failed: no keys'],
		);
		t.true((other.events[0]!.exception?.values?.length ?? 0) > 1, 'its cause is told');
		t.false(other.text().includes(token));
		t.false(other.text().includes('planted'));
	});
}

test('an answer that never ends is cut off, what is no key set is asked for again, and a server that is down seldom', async t => {
	const server = await startKeyServer();
	t.teardown(server.close);
	const other = await startSink();
	t.teardown(other.close);
	const waiting = await startService({env: {SENTRY_DSN: other.dsn, AUTH_JWKS_URL: server.url}});
	t.teardown(waiting.stop);
	const get = async () =>
		(
			await fetch(`${waiting.url}/debug/status/200`, {
				headers: {authorization: `Bearer ${await server.sign()}`},
			})
		).status;
	const {promise: cut, resolve} = Promise.withResolvers<number>();
	server.next((_request, response) => {
		let sent = 0;
		const more = () => {
			sent += 65_536;
			response.write(' '.repeat(65_536), () => response.destroyed || setImmediate(more));
		};
		more();
		response.once('close', () => resolve(sent));
	});
	t.is(await get(), 502);
	const sent = await cut;
	t.true(sent < 16 * 1024 * 1024, `${sent} bytes`);
	server.next((_request, response) => void response.end('<html>planted</html>'));
	t.is(await get(), 502);
	t.is(await get(), 200, 'as soon as it answers keys');

	await server.rotate('second');
	server.behave(500, 'down');
	const before = server.asked();
	const answers = new Set<number>();
	for (let call = 0; call < 40; call++) answers.add(await get());
	t.deepEqual([...answers], [502], 'nobody knows whether they are good');
	t.true(server.asked() - before <= 7, `asked ${server.asked() - before} times`);
	await waiting.stop();
	t.false(other.text().includes('planted'));
});
