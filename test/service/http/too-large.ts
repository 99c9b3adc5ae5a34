import test from 'ava';
import {createHttpClient} from '../../kit/client.ts';
import {startService} from '../../kit/service.ts';

test('after a body that is too large its connection serves the next request, and a stop is not held up', async t => {
	const service = await startService({env: {BODY_LIMIT_BYTES: '100'}});
	t.teardown(service.stop);
	const client = createHttpClient(service.port, 1);
	t.teardown(client.close);
	const refused = await client.request({
		method: 'POST',
		path: '/quotes',
		headers: {'content-type': 'application/json'},
		body: `"${'x'.repeat(1_000_000)}"`,
	});
	t.is(refused.status, 413);
	t.is((await client.get('/quotes/tea')).status, 200);
	service.kill('SIGTERM');
	t.is((await service.exited).code, 0);
});
