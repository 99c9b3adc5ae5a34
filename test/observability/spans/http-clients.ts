import test from 'ava';
import type {Service} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';
import type {UpstreamServer} from '../../kit/upstream.ts';
import {answer, startUpstream} from '../../kit/upstream.ts';

let sink: Sink;
let upstream: UpstreamServer;
let service: Service;

test.before(async () => {
	[sink, upstream] = await Promise.all([startSink(), startUpstream()]);
	service = await startService({
		env: {
			SENTRY_DSN: sink.dsn,
			UPSTREAM_URL: upstream.url,
			OTEL_METRICS_EXPORTER: 'otlp',
			OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${sink.url}/v1/metrics`,
		},
		entry: 'test/observability/spans/_clients-service.ts',
	});
});

test.after.always(async () => {
	await service?.stop();
	await Promise.all([sink?.close(), upstream?.close()]);
});

async function call(client: string, headers: Record<string, string> = {}) {
	const response = await fetch(`${service.url}/call/${client}`, {headers});
	const [, traceId = '', spanId = ''] = response.headers.get('traceresponse')!.split('-');
	const server = await sink.span(span => span.spanId === spanId);
	const calls = () => sink.spans.filter(span => span.parentSpanId === spanId);
	const span = await sink.span(found => found.parentSpanId === spanId);
	return {
		traceId,
		server,
		span,
		calls,
		asked: upstream.requests.findLast(({path}) => path.includes(`/${client}`))?.headers,
	};
}

for (const client of ['http', 'axios', 'got', 'aws-sdk']) {
	test.serial(`a call by ${client} is one client span, and takes the trace along`, async t => {
		const {traceId, span, calls, asked} = await call(client, {
			traceparent: '00-12345678901234567890123456789012-1234567890123456-01',
			tracestate: 'vendor=1',
			baggage: 'tenant=acme',
		});
		t.is(calls().length, 1);
		t.like(span, {name: 'GET', kind: 3, traceId, status: {code: 0, message: ''}});
		t.deepEqual(span.attributes, {
			'http.request.method': 'GET',
			'http.response.status_code': 200,
			'url.full': `${upstream.url}/products/${client}`,
			'url.scheme': 'http',
			'server.address': '127.0.0.1',
			'server.port': upstream.port,
			'network.peer.address': '127.0.0.1',
			'network.peer.port': upstream.port,
			'network.protocol.version': '1.1',
			'sentry.release': span.attributes['sentry.release']!,
			'sentry.client_sample_rate': 1,
		});
		t.is(asked?.['traceparent'], `00-${traceId}-${span.spanId}-01`);
		t.is(asked?.['sentry-trace'], `${traceId}-${span.spanId}-1`);
		t.is(asked?.['tracestate'], 'vendor=1');
		t.is(asked?.['baggage'], 'tenant=acme');
	});
}

test.serial('an answer from 400 up is an error', async t => {
	upstream.next(answer(503));
	const {span} = await call('http');
	t.like(span, {status: {code: 2}});
	t.like(span.attributes, {'http.response.status_code': 503, 'error.type': '503'});
});

test.serial('no answer is an error, with its code', async t => {
	const {span} = await call('refused');
	t.is(span.status.code, 2);
	t.is(span.attributes['error.type'], 'ECONNREFUSED');
	t.is(span.attributes['url.full'], 'http://127.0.0.1:1/none');
	t.is(span.events[0]?.name, 'exception');
});

test.serial('an answer that breaks off is an error', async t => {
	upstream.next((request, response) => {
		response.writeHead(200, {'content-length': '100'}).write('half');
		setTimeout(() => request.socket.resetAndDestroy(), 20);
	});
	const {span} = await call('http');
	t.is(span.status.code, 2);
	t.is(span.attributes['error.type'], 'ECONNRESET');
});

test.serial('a call that was given up ends, and did not fail', async t => {
	upstream.next(() => {});
	const {span} = await call('aborted');
	t.is(span.status.code, 0);
	t.is(span.attributes['error.type'], undefined);
});

test.serial('headers of a trace that the call brings itself give way to ours', async t => {
	const {traceId, span, asked} = await call('headers');
	t.is(asked?.['traceparent'], `00-${traceId}-${span.spanId}-01`);
	t.is(asked?.['tracestate'], undefined);
	t.regex(asked!['baggage'] as string, new RegExp(`^own=1,sentry-trace_id=${traceId},`));
	t.notRegex(asked!['baggage'] as string, /other/);
});

test.serial('headers given as a list are sent as they are, and the call is a span', async t => {
	const {span, asked} = await call('list');
	t.is(span.attributes['server.address'], '127.0.0.1');
	t.is(asked?.['traceparent'], undefined);
});

test.serial('no credentials and no query show', async t => {
	const {span} = await call('secret');
	t.is(span.attributes['url.full'], `${upstream.url}/products/secret`);
	t.false(sink.text().includes('hush'));
});

test.serial('a call through a proxy names whom it is for', async t => {
	const {span} = await call('proxied');
	t.like(span.attributes, {
		'url.full': 'http://shop.example:81/products/proxied',
		'server.address': 'shop.example',
		'server.port': 81,
		'network.peer.port': upstream.port,
	});
});

test.serial('its duration is counted, and telemetry’s own deliveries are no calls', async t => {
	await service.stop();
	const {points} = await sink.metric(
		({name, scope}) => name === 'http.client.request.duration' && scope.name === 'node:http',
	);
	t.true(points.some(({attributes}) => attributes['error.type'] === 'ECONNREFUSED'));
	const ports = new Set(
		sink.spans.filter(({kind}) => kind === 3).map(({attributes}) => attributes['server.port']),
	);
	t.false(ports.has(sink.port));
	t.true(sink.requests.every(({headers}) => !('traceparent' in headers) && !('baggage' in headers)));
});
