import test from 'ava';
import type {Client} from '../../kit/client.ts';
import {createHttpClient} from '../../kit/client.ts';
import {createH2cClient} from '../../kit/client-h2c.ts';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';

test('with SENTRY_SEND_DEFAULT_PII an event says where its caller is, as far as the proxies are believed', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({
		env: {
			SENTRY_DSN: sink.dsn,
			SENTRY_SEND_DEFAULT_PII: 'true',
			TRUST_PROXY: '1',
			USER_ID_HEADER: 'x-user-id',
		},
	});
	t.teardown(service.stop);
	await fetch(`${service.url}/debug/sentry?page=2&token=${'t'.repeat(12)}`, {
		headers: {'x-forwarded-for': '6.6.6.6, 9.8.7.6', 'x-user-id': 'ada'},
	});
	const event = await sink.event();
	t.like(event.user, {id: 'ada', ip_address: '9.8.7.6'});
	t.is(event.request?.query_string, 'page=2&token=[Filtered]');
	const span = await sink.span();
	t.is(span.attributes['client.address'], '9.8.7.6');
	t.is(span.attributes['url.query'], 'page=2&token=[Filtered]');
});

for (const [protocol, createClient] of Object.entries<(port: number) => Client>({
	'HTTP/1.1': createHttpClient,
	'HTTP/2': createH2cClient,
})) {
	test(`over ${protocol}, a caller who left is told of as one who stayed`, async t => {
		const sink = await startSink();
		t.teardown(sink.close);
		const service = await startService({
			env: {
				SENTRY_DSN: sink.dsn,
				SENTRY_SEND_DEFAULT_PII: 'true',
				TRUST_PROXY: '1',
				HTTP2: String(protocol === 'HTTP/2'),
			},
		});
		t.teardown(service.stop);
		const client = createClient(service.port);
		const controller = new AbortController();
		const left = client.request({
			path: '/debug/delay/30000',
			headers: {
				'x-forwarded-for': '9.8.7.6',
				'x-forwarded-proto': 'https',
				'user-agent': 'curl/8 (Bearer abcdefghijkl)',
			},
			signal: controller.signal,
		});
		// Answered after the other has arrived.
		await client.get('/debug/delay/100');
		controller.abort();
		await t.throwsAsync(left);
		await client.close();
		const span = await sink.span(({attributes}) => attributes['url.path'] === '/debug/delay/30000');
		t.like(span.attributes, {
			'client.address': '9.8.7.6',
			'url.scheme': 'https',
			'user_agent.original': 'curl/8 (Bearer [Filtered])',
		});
	});
}
