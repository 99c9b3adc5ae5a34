import test from 'ava';
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
