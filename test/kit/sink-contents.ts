import type {ClientReport, ErrorEvent, TransactionEvent} from '@sentry/core';
import type {Arrivals, WaitOptions} from './arrivals.ts';
import type {EnvelopeItem} from './envelope.ts';
import type {Metric} from './otlp-metrics.ts';
import type {Span} from './otlp-spans.ts';
import type {Session, SinkRequest, Store} from './sink-store.ts';

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

/** A test's view of a store. */
export function createContents(store: Store): Contents {
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
