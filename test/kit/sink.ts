import type {Fault, FaultOptions} from './sink-faults.ts';
import {Faults} from './sink-faults.ts';
import {ingest} from './sink-ingest.ts';
import type {Handlers} from './sink-server.ts';
import {listen} from './sink-server.ts';
import type {SinkRequest, Store} from './sink-store.ts';
import {createStore} from './sink-store.ts';

type Singular<Kind> = Kind extends `${infer One}s` ? One : never;

/**
What arrived, decoded. `events` is the list of them, and stays the same array; `event()` waits for one of them, and so
for every other kind.

Each wait resolves with the first match, here already or arriving within `timeoutMs` (default 60000), and else rejects
with a list of what did arrive.
*/
type Contents = {[Kind in keyof Store]: Store[Kind]['all']} & {
	[Kind in keyof Store as Singular<Kind>]: Store[Kind]['first'];
};

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
	/** Every request line, header and decompressed body, refused ones too: to search for what must not leave. */
	text(): string;
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
		text: () => store.requests.all.map(writeRequest).join('\n'),
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
	const members = Object.entries(store).flatMap(([kind, arrivals]) => [
		[kind, arrivals.all],
		[kind.slice(0, -1), arrivals.first.bind(arrivals)],
	]);
	return Object.fromEntries(members);
}

function writeRequest({method, path, headers, body}: SinkRequest): string {
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
	return [`${method} ${path}`, ...lines, '', body.toString()].join('\n');
}
