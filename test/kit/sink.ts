import type {ClientReport, ErrorEvent, TransactionEvent} from '@sentry/core';
import type {Arrivals, WaitOptions} from './arrivals.ts';
import type {EnvelopeItem} from './envelope.ts';
import type {Metric} from './otlp-metrics.ts';
import type {Span} from './otlp-spans.ts';
import type {Fault, FaultOptions} from './sink-faults.ts';
import {Faults} from './sink-faults.ts';
import {ingest} from './sink-ingest.ts';
import type {Handlers} from './sink-server.ts';
import {listen} from './sink-server.ts';
import type {Session, SinkRequest, Store} from './sink-store.ts';
import {createStore} from './sink-store.ts';

type Wait<T> = (matches?: (item: T) => boolean, options?: WaitOptions) => Promise<T>;

/**
What arrived, decoded. The lists stay the same arrays: take them out once, and they keep growing.

Each wait resolves with the first match, here already or arriving within `timeoutMs` (default 60000), and else rejects
with a list of what did arrive.
*/
export interface Contents {
	events: ErrorEvent[];
	transactions: TransactionEvent[];
	sessions: Session[];
	clientReports: ClientReport[];
	/** Every item of every envelope, those above too. */
	items: EnvelopeItem[];
	/** Over OTLP, flat. */
	spans: Span[];
	metrics: Metric[];
	/** Every request, refused ones too. */
	requests: SinkRequest[];
	event: Wait<ErrorEvent>;
	transaction: Wait<TransactionEvent>;
	session: Wait<Session>;
	clientReport: Wait<ClientReport>;
	item: Wait<EnvelopeItem>;
	span: Wait<Span>;
	metric: Wait<Metric>;
	request: Wait<SinkRequest>;
	/** Every request line, header and decompressed body, refused ones too: to search for what must not leave. */
	text(): string;
}

export interface SinkOptions {
	/** Default: any free one. Give the port of a closed sink to come back in its place. */
	port?: number;
	/** Do this with what comes, and keep nothing. Every wait then fails. */
	instead?: Pick<Handlers, 'read' | 'record'>;
}

export interface Sink extends Contents {
	/** For `SENTRY_DSN`. */
	dsn: string;
	/** For `OTEL_EXPORTER_OTLP_ENDPOINT` and, with `/stream`, `SENTRY_SPOTLIGHT`. */
	url: string;
	port: number;
	/** Treat requests so from now on. */
	behave(fault: Fault, options?: FaultOptions): void;
	/** Forget everything that arrived. */
	clear(): void;
	/** Stop listening and cut every connection, hanging ones too. Fails whoever still waits. */
	close(): Promise<void>;
}

/**
Start a server on loopback that takes what a service sends to Sentry (envelopes and OTLP), to Spotlight or to an
OpenTelemetry collector, and gives it back decoded.

@throws {Error} When `port` is taken.
@example
const sink = await startSink();
t.teardown(sink.close);
const service = await startService({env: {SENTRY_DSN: sink.dsn}});
await fetch(`${service.url}/debug/sentry`);
const event = await sink.event();
const span = await sink.span(({name}) => name === 'GET /debug/sentry');
t.is(event.contexts?.trace?.trace_id, span.traceId);
*/
export async function startSink({port: wanted = 0, instead}: SinkOptions = {}): Promise<Sink> {
	const store = createStore();
	const faults = new Faults();
	const {server, port} = await listen(wanted, {
		fault: ({kind}) => faults.take(kind === 'envelope' ? 'envelope' : 'otlp'),
		read: (route, request) => ingest(route, request, store),
		record: request => store.requests.add(request),
		...instead,
	});

	const endWaits = (why: string) => {
		for (const arrivals of Object.values(store)) arrivals.close(why);
	};
	// Whoever waits for what is not kept would wait in vain, and blame the service.
	if (instead) endWaits('since this sink keeps nothing');

	return {
		...createContents(store),
		dsn: `http://public@127.0.0.1:${port}/1`,
		url: `http://127.0.0.1:${port}`,
		port,
		behave: (fault, options) => faults.set(fault, options),
		clear() {
			for (const arrivals of Object.values(store)) arrivals.clear();
		},
		async close() {
			endWaits('before the sink was closed');
			const closed = new Promise<void>(resolve => server.close(() => resolve()));
			server.closeAllConnections();
			await closed;
		},
	};
}

/** A test's view of a store. */
function createContents(store: Store): Contents {
	return {
		events: store.events.all,
		transactions: store.transactions.all,
		sessions: store.sessions.all,
		clientReports: store.clientReports.all,
		items: store.items.all,
		spans: store.spans.all,
		metrics: store.metrics.all,
		requests: store.requests.all,
		event: wait(store.events),
		transaction: wait(store.transactions),
		session: wait(store.sessions),
		clientReport: wait(store.clientReports),
		item: wait(store.items),
		span: wait(store.spans),
		metric: wait(store.metrics),
		request: wait(store.requests),
		text: () => store.requests.all.map(writeRequest).join('\n'),
	};
}

function wait<T>(arrivals: Arrivals<T>): Wait<T> {
	return (matches, options) => arrivals.first(matches, options);
}

function writeRequest({method, path, headers, body}: SinkRequest): string {
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
	return [`${method} ${path}`, ...lines, '', body.toString()].join('\n');
}
