import {randomBytes} from 'node:crypto';
import test from 'ava';
import type {Client, ClientResponse} from '../../kit/client.ts';
import {createHttpClient} from '../../kit/client.ts';
import {createH2cClient} from '../../kit/client-h2c.ts';
import type {Service} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';
import type {Cell} from './_failing-cells.ts';
import {cells} from './_failing-cells.ts';

interface Outcome {
	traceId: string;
	response: ClientResponse | undefined;
}

const protocols: Record<string, (port: number) => Client> = {
	'HTTP/1.1': port => createHttpClient(port),
	'HTTP/2': port => createH2cClient(port),
};

for (const [protocol, createClient] of Object.entries(protocols)) {
	let sink: Sink;
	let service: Service;
	const outcomes = new Map<Cell, Outcome>();

	test.before(async () => {
		sink = await startSink();
		service = await startService({
			entry: 'test/observability/errors/_failing-service.ts',
			env: {
				SENTRY_DSN: sink.dsn,
				HTTP2: String(protocol === 'HTTP/2'),
				REPORT_LIMIT_PER_MINUTE: '100000',
				LOG_LEVEL: 'info',
			},
		});
		const client = createClient(service.port);
		for (const expected of cells) {
			const traceId = randomBytes(16).toString('hex');
			const headers = {...expected.headers, traceparent: `00-${traceId}-${'1'.repeat(16)}-01`};
			const response = await client.get(expected.path, headers).catch(() => undefined);
			outcomes.set(expected, {traceId, response});
		}
		await client.close();
		// All that it had to say is said, so that "no event" is a fact and not a matter of waiting.
		await service.stop();
	});

	test.after.always(async () => {
		await service?.stop();
		await sink?.close();
	});

	for (const expected of cells) {
		const {path, route, status, event: type} = expected;
		test(`${protocol} ${path} is ${status} and ${type ?? 'no event'}`, t => {
			const {traceId, response} = outcomes.get(expected)!;

			if (status === 'cut') t.is(response, undefined);
			else t.is(response?.status, status);
			if (response && status !== 'cut' && status >= 400 && !path.startsWith('/returned/')) {
				t.is(response.headers['content-type'], 'application/problem+json');
				const problem = response.json() as Record<string, unknown>;
				t.like(problem, {status, instance: path, trace_id: traceId});
				t.is(response.headers['x-request-id'], problem['request_id'] as string);
				if (status >= 500)
					t.false(
						/error|text|object|outer|frozen/.test(
							response.body.replace(/Internal server error|internal-server-error|"instance":"[^"]*"/g, ''),
						),
					);
				for (const stale of ['etag', 'content-encoding', 'cache-control', 'set-cookie']) {
					t.is(response.headers[stale], undefined, stale);
				}
			}

			const spans = sink.spans.filter(span => span.traceId === traceId && span.kind === 2);
			t.is(spans.length, 1);
			t.is(spans[0]!.name, `GET ${route}`);
			t.is(spans[0]!.attributes['http.response.status_code'], status === 'cut' ? 200 : status);
			t.is(spans[0]!.status.code, typeof status === 'number' && status >= 500 ? 2 : 0);

			const events = sink.events.filter(({contexts}) => contexts?.trace?.trace_id === traceId);
			const types = events.map(({exception}) => exception?.values?.at(-1)?.type);
			t.deepEqual(types, type ? [type] : []);
			for (const event of events) {
				t.is(event.level, 'error');
				const handled =
					type === 'UpstreamFailed' || type === 'UpstreamTimedOut' || type === 'RequestTimedOut';
				t.is(event.exception?.values?.at(-1)?.mechanism?.handled, handled);
				t.is(event.transaction, `GET ${route}`);
				t.is(event.contexts?.trace?.span_id, spans[0]!.spanId);
				if (response) t.is(event.tags?.['request_id'] as string, String(response.headers['x-request-id']));
				t.regex(String(event.tags?.['request_id']), /^[\da-f]{32}$/);
				t.like(event.request, {method: 'GET', url: `${service.url}${path}`});
			}

			const lines = service.lines.filter(
				line => line['trace_id'] === traceId && line['failure'] !== undefined,
			);
			t.is(lines.length, type ? 1 : 0);
		});
	}

	test(`${protocol} the process has survived it all, and said nothing on stderr`, async t => {
		t.deepEqual(await service.exited, {code: 0, signal: null});
		t.is(service.stderr(), '');
	});
}
