import type {IncomingHttpHeaders} from 'node:http';
import type {
	ClientReport,
	ErrorEvent,
	SerializedSession,
	SessionAggregates,
	TransactionEvent,
} from '@sentry/core';
import {Arrivals} from './arrivals.ts';
import type {EnvelopeItem} from './envelope.ts';
import type {Metric} from './otlp-metrics.ts';
import type {Span} from './otlp-spans.ts';

export interface SinkRequest {
	method: string;
	/** With the query. */
	path: string;
	headers: IncomingHttpHeaders;
	/** Decompressed. */
	body: Buffer;
	/** Length of the body as it was sent. */
	wireBytes: number;
	/** Milliseconds since the epoch. */
	receivedAt: number;
	/** What the sink did with it. Only what was answered 2xx counts as arrived. */
	answered: number | 'hang' | 'reset';
	/** Why it was refused as malformed, without a key or without an endpoint. */
	problem: string | undefined;
}

export type Session = SerializedSession | SessionAggregates;

/** Everything that arrived, by kind. */
export interface Store {
	/** Every one, refused ones too. */
	requests: Arrivals<SinkRequest>;
	/** Every item of every envelope, those below too. */
	items: Arrivals<EnvelopeItem>;
	events: Arrivals<ErrorEvent>;
	transactions: Arrivals<TransactionEvent>;
	sessions: Arrivals<Session>;
	clientReports: Arrivals<ClientReport>;
	/** Over OTLP, flat. */
	spans: Arrivals<Span>;
	metrics: Arrivals<Metric>;
}

export function createStore(): Store {
	const explain = () => describe(store);
	const store: Store = {
		requests: new Arrivals('request', explain),
		items: new Arrivals('envelope item', explain),
		events: new Arrivals('event', explain),
		transactions: new Arrivals('transaction', explain),
		sessions: new Arrivals('session', explain),
		clientReports: new Arrivals('client report', explain),
		spans: new Arrivals('span', explain),
		metrics: new Arrivals('metric', explain),
	};
	return store;
}

/** File an item under its kind. The SDK's types are believed: they describe what it writes. */
export function addItem(store: Store, item: EnvelopeItem): void {
	store.items.add(item);
	if (item.type === 'event') store.events.add(item.payload as ErrorEvent);
	if (item.type === 'transaction') store.transactions.add(item.payload as TransactionEvent);
	if (item.type === 'session' || item.type === 'sessions') store.sessions.add(item.payload as Session);
	if (item.type === 'client_report') store.clientReports.add(item.payload as ClientReport);
}

function describe({requests, events, transactions, spans, metrics, items}: Store): string {
	const list = <T>(noun: string, {all}: Arrivals<T>, name: (item: T) => string | undefined) => {
		const names = all.slice(-20).map(name).join(', ');
		return `  ${all.length} ${noun}${all.length > 20 ? ', the last 20' : ''}${names && `: ${names}`}`;
	};
	return [
		list('requests', requests, ({method, path, answered, problem}) =>
			[method, path, '→', answered, ...(problem ? [`(${problem})`] : [])].join(' '),
		),
		list('events', events, ({exception, message, transaction = 'no transaction'}) => {
			const error = exception?.values?.at(-1);
			return `${error ? `${error.type}: ${error.value}` : message} (${transaction})`;
		}),
		list('transactions', transactions, ({transaction}) => transaction),
		list('spans', spans, ({name, traceId, spanId}) => `${name} (${traceId} ${spanId})`),
		list('metrics', metrics, ({name}) => name),
		list('envelope items', items, ({type}) => type),
	].join('\n');
}
