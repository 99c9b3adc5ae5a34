import test from 'ava';
import type {Client} from '../../kit/client.ts';
import {createHttpClient} from '../../kit/client.ts';
import {createH2cClient} from '../../kit/client-h2c.ts';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';

const clients: Record<string, (port: number) => Client> = {
	'HTTP/1.1': createHttpClient,
	'HTTP/2': createH2cClient,
};

for (const [protocol, createClient] of Object.entries(clients)) {
	test(`a caller who leaves over ${protocol} is one span without a status, a 499 in the log, and no event`, async t => {
		const sink = await startSink();
		t.teardown(sink.close);
		const service = await startService({
			entry: 'test/observability/errors/_failing-service.ts',
			env: {SENTRY_DSN: sink.dsn, HTTP2: String(protocol === 'HTTP/2'), ACCESS_LOG: 'all'},
		});
		t.teardown(service.stop);
		const client = createClient(service.port);
		// What such a handler fails with, once its caller is gone: that, or the symptom of a broken stream.
		for (const kind of ['client-left', 'reset-elsewhere']) {
			const leaving = new AbortController();
			const asked = client.request({path: `/caller-left/${kind}`, signal: leaving.signal});
			asked.catch(() => {});
			await service.line(({begun}) => begun === `/caller-left/${kind}`);
			leaving.abort();
			await t.throwsAsync(asked);
		}
		t.is((await client.get('/debug/status/200')).status, 200);
		await client.close();
		t.deepEqual(await service.stop(), {code: 0, signal: null});

		for (const kind of ['client-left', 'reset-elsewhere']) {
			const spans = sink.spans.filter(({attributes}) => attributes['url.path'] === `/caller-left/${kind}`);
			t.is(spans.length, 1);
			t.is(spans[0]!.attributes['http.response.status_code'], undefined);
			t.is(spans[0]!.status.code, 0);
			t.is(service.lines.find(({path}) => path === `/caller-left/${kind}`)?.['status'], 499);
		}
		t.deepEqual(sink.events, []);
	});
}
