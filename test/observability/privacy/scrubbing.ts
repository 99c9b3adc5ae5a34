import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import test from 'ava';
import {createHttpClient} from '../../kit/client.ts';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';

const planted = {
	bearer: 'planted-bearer-0123456789',
	cookie: 'planted-cookie-0123456789',
	otherCookie: 'planted-other-0123456789',
	apiKey: 'planted-api-key-0123456789',
	token: 'planted-token-0123456789',
	path: 'planted-path-0123456789',
	password: 'planted-password-0123456789',
	body: 'planted-body',
	upstream: 'planted-upstream-0123456789',
	sentryKey: 'planteddsnkey',
};
const query = 'planted-query-0123456789';
const address = '203.0.113.77';

/** Fails in each way that has a body or a header to quote. */
async function startLeakyUpstream() {
	const answers: Record<string, [number, Record<string, string>, string]> = {
		'/broken': [200, {'content-type': 'application/json'}, `{"note": ${planted.upstream}`],
		'/other': [200, {}, JSON.stringify({amount: planted.upstream, [planted.upstream]: planted.upstream})],
		'/failing': [500, {'set-cookie': planted.upstream}, planted.upstream],
		'/moved': [302, {location: `/elsewhere?token=${planted.upstream}`}, planted.upstream],
	};
	const server = createServer((request, response) => {
		const [status, headers, body] = answers[request.url ?? ''] ?? [404, {}, ''];
		response.writeHead(status, headers).end(body);
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: () => new Promise(resolve => server.close(resolve)),
	};
}

for (const protocol of ['otlp', 'envelope']) {
	for (const pii of [false, true]) {
		const how = `over ${protocol}, ${pii ? 'with' : 'without'} personal data`;

		test(`no secret leaves or is logged ${how}`, async t => {
			const sink = await startSink();
			t.teardown(sink.close);
			const upstream = await startLeakyUpstream();
			t.teardown(upstream.close);
			const service = await startService({
				entry: 'test/observability/errors/_failing-service.ts',
				env: {
					SENTRY_DSN: sink.dsn.replace('public', planted.sentryKey),
					SENTRY_SPAN_PROTOCOL: protocol,
					SENTRY_SEND_DEFAULT_PII: String(pii),
					TRUST_PROXY: 'loopback',
					UPSTREAM_URL: upstream.url,
					ACCESS_LOG: 'all',
					LOG_LEVEL: 'trace',
				},
			});
			t.teardown(service.stop);
			const client = createHttpClient(service.port);
			const headers = {
				authorization: `Bearer ${planted.bearer}`,
				cookie: `sid=${planted.cookie}; theme=${planted.otherCookie}`,
				'x-api-key': planted.apiKey,
				'x-forwarded-for': address,
				'x-real-ip': address,
				forwarded: `for=${address}`,
				referer: `http://127.0.0.1/?note=${query}`,
			};
			const search = `?token=${planted.token}&note=${query}`;
			const answers = [
				await client.request({
					method: 'POST',
					path: `/careless${search}`,
					headers,
					body: `${planted.body} {"password": "${planted.password}"}`,
				}),
				await client.get(`/sync/error${search}`, headers),
				await client.get(`/no-such-page;token=${planted.path}${search}`, headers),
				await client.get(`/debug/status/200${search}`, {
					...headers,
					host: `user:${planted.password}@evil.example`,
				}),
				await client.request({
					method: 'POST',
					path: '/body',
					headers: {...headers, 'content-type': 'application/json'},
					body: `{"password": "${planted.password}", ${planted.body}`,
				}),
			];
			for (const name of ['broken', 'other', 'failing', 'moved']) {
				answers.push(await client.get(`/upstream/${name}${search}`, headers));
			}
			await client.close();
			await service.stop();

			t.deepEqual(
				answers.map(({status}) => status),
				[500, 500, 404, 400, 400, 502, 502, 502, 502],
			);
			t.is(sink.events.length, 8);
			const left = sink.text().replaceAll(`sentry_key=${planted.sentryKey}`, '');
			const logged = service.stdout() + service.stderr();
			for (const [name, secret] of Object.entries(planted)) {
				const own = name === 'sentryKey';
				t.false(logged.includes(secret), `${name} is logged`);
				t.false(
					(own ? JSON.stringify([sink.events, sink.spans, sink.transactions], bigints) : left).includes(
						secret,
					),
					`${name} has left`,
				);
				for (const {body} of answers)
					t.false(body.replace(/"instance":"[^"]*"/, '').includes(secret), `${name} is answered`);
			}
			t.is(left.includes(query), pii, 'the query');
			t.is(left.includes(address), pii, 'the address of the client');
			for (const line of service.stdout().trim().split('\n')) t.notThrows(() => JSON.parse(line), line);
			t.true(service.lines.some(({msg}) => String(msg).startsWith('called with Bearer [Filtered]')));
		});
	}
}

function bigints(_key: string, value: unknown): unknown {
	return typeof value === 'bigint' ? String(value) : value;
}
