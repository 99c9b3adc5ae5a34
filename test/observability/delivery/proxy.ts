import {once} from 'node:events';
import type {IncomingMessage} from 'node:http';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';

/** A forward proxy on loopback that brings everything to one place, and remembers what it was asked for. */
async function startProxy(t: ExecutionContext, port: number) {
	const asked: string[] = [];
	const proxy = http.createServer((request: IncomingMessage, response) => {
		asked.push(request.url!);
		const {pathname, search} = new URL(request.url!);
		const {method, headers} = request;
		const onward = http.request({host: '127.0.0.1', port, path: pathname + search, method, headers});
		onward.on('response', answer => {
			response.writeHead(answer.statusCode!, answer.headers);
			answer.pipe(response);
		});
		request.pipe(onward);
	});
	proxy.listen(0, '127.0.0.1');
	await once(proxy, 'listening');
	t.teardown(() => {
		proxy.close();
		proxy.closeAllConnections();
	});
	return {asked, url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`};
}

for (const name of ['http_proxy', 'HTTP_PROXY']) {
	test(`telemetry leaves through ${name}, to a Sentry that nothing else reaches`, async t => {
		const sink = await startSink();
		t.teardown(sink.close);
		const proxy = await startProxy(t, Number(new URL(sink.dsn).port));
		const service = await startService({
			env: {SENTRY_DSN: 'http://public@sentry.invalid/1', [name]: proxy.url},
		});
		t.teardown(service.stop);

		await fetch(`${service.url}/debug/sentry`);
		await sink.event();
		await sink.span(({name}) => name === 'GET /debug/sentry');

		t.true(proxy.asked.every(url => url.startsWith('http://sentry.invalid/api/1/')));
	});
}

test('metrics leave through it too', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const proxy = await startProxy(t, sink.port);
	const service = await startService({
		env: {
			OTEL_METRICS_EXPORTER: 'otlp',
			OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.invalid',
			http_proxy: proxy.url,
		},
	});
	await service.stop();
	t.true(sink.metrics.length > 0);
	t.true(proxy.asked.includes('http://collector.invalid/v1/metrics'));
});

test('a host of no_proxy is asked directly', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const proxy = await startProxy(t, Number(new URL(sink.dsn).port));
	const service = await startService({
		env: {SENTRY_DSN: sink.dsn, http_proxy: proxy.url, no_proxy: '127.0.0.1'},
	});
	t.teardown(service.stop);

	await fetch(`${service.url}/debug/sentry`);
	await sink.event();

	t.deepEqual(proxy.asked, []);
});
