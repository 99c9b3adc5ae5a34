import type {Contents} from './sink-contents.ts';
import {createContents} from './sink-contents.ts';
import type {Counts} from './sink-counts.ts';
import {createCounts} from './sink-counts.ts';
import type {Fault, FaultOptions} from './sink-faults.ts';
import {Faults} from './sink-faults.ts';
import {ingest} from './sink-ingest.ts';
import {listen} from './sink-server.ts';
import {createStore} from './sink-store.ts';

export interface SinkOptions {
	/** Default: any free one. Give the port of a closed sink to come back in its place. */
	port?: number;
	/** `'counts'` keeps nothing but `counts`, in bounded memory: for benches. Every wait then fails. */
	keep?: 'everything' | 'counts';
}

export interface Sink extends Contents {
	/** For `SENTRY_DSN`. */
	dsn: string;
	/** For `OTEL_EXPORTER_OTLP_ENDPOINT` and, with `/stream`, `SENTRY_SPOTLIGHT`. */
	url: string;
	port: number;
	counts: Counts;
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
export async function startSink({port: wanted = 0, keep = 'everything'}: SinkOptions = {}): Promise<Sink> {
	const store = createStore();
	const counts = createCounts();
	const faults = new Faults();
	const destination = {counts, store: keep === 'everything' ? store : undefined};
	const {server, port} = await listen(wanted, {
		read: (route, request) => ingest(route, request, destination),
		fault: ({kind}) => faults.take(kind === 'envelope' ? 'envelope' : 'otlp'),
		record(request, arrived) {
			counts.requests++;
			counts.bytes += request.wireBytes;
			if (!arrived) counts.refused++;
			destination.store?.requests.add(request);
		},
	});

	const endWaits = (why: string) => {
		for (const arrivals of Object.values(store)) arrivals.close(why);
	};
	// Whoever waits for what is not kept would wait in vain, and blame the service.
	if (keep === 'counts') endWaits('since this sink keeps counts only');

	return {
		...createContents(store),
		dsn: `http://public@127.0.0.1:${port}/1`,
		url: `http://127.0.0.1:${port}`,
		port,
		counts,
		behave: (fault, options) => faults.set(fault, options),
		clear() {
			for (const arrivals of Object.values(store)) arrivals.clear();
			Object.assign(counts, createCounts());
		},
		async close() {
			endWaits('before the sink was closed');
			const closed = new Promise<void>(resolve => server.close(() => resolve()));
			server.closeAllConnections();
			await closed;
		},
	};
}
