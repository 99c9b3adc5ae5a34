import {parseEnvelope, splitEnvelope} from './envelope.ts';
import {countSpans} from './otlp-count.ts';
import {decodeMetrics} from './otlp-metrics.ts';
import {decodeTraces} from './otlp-spans.ts';
import type {Counts} from './sink-counts.ts';
import {countItem} from './sink-counts.ts';
import type {Answer} from './sink-faults.ts';
import type {Route} from './sink-routes.ts';
import {hasKey} from './sink-routes.ts';
import type {SinkRequest, Store} from './sink-store.ts';
import {addItem} from './sink-store.ts';

/** A request that was read. */
export interface Reading {
	answer: Answer;
	/** Why it is refused. */
	problem?: string;
	/** File its contents; not called when a fault refuses the request. */
	arrive?(): void;
}

/** Where contents go. Without a store they are only counted, at far less cost. */
export interface Destination {
	counts: Counts;
	store: Store | undefined;
}

type Request = Pick<SinkRequest, 'path' | 'headers' | 'body'>;

/** A request that its endpoint refuses, with the reason where Sentry puts it. */
export function refuse(status: number, problem: string): Reading {
	const headers = {'content-type': 'application/json'};
	return {answer: {status, headers, body: JSON.stringify({detail: problem})}, problem};
}

/** Read a request as its endpoint would. @throws {Error} When it is malformed. */
export function ingest(route: Route, request: Request, destination: Destination): Reading {
	if (route.kind === 'envelope') return ingestEnvelope(route, request, destination);
	return ingestOtlp(route, request, destination);
}

function ingestEnvelope(
	{sentry}: Route,
	{path, headers, body}: Request,
	{counts, store}: Destination,
): Reading {
	const {header, items} = splitEnvelope(body);
	if (sentry && !header.dsn && !hasKey(path, headers)) return unauthorized();
	const decoded = store ? parseEnvelope(body) : [];
	return {
		answer: {
			status: 200,
			headers: {'content-type': 'application/json'},
			body: JSON.stringify({id: header.event_id}),
		},
		arrive() {
			for (const item of items) countItem(counts, item);
			if (store) for (const item of decoded) addItem(store, item);
		},
	};
}

function ingestOtlp(
	{sentry, kind}: Route,
	{path, headers, body}: Request,
	{counts, store}: Destination,
): Reading {
	if (sentry && !hasKey(path, headers)) return unauthorized();
	const contentType = headers['content-type'] ?? '';
	const spanCount = kind === 'traces' ? countSpans(body, contentType) : 0;
	const spans = store && kind === 'traces' ? decodeTraces(body, contentType) : [];
	const metrics = store && kind === 'metrics' ? decodeMetrics(body, contentType) : [];
	return {
		// An empty body is protobuf's way to say that nothing was rejected; JSON needs an object.
		answer: {
			status: sentry ? 202 : 200,
			headers: {'content-type': contentType},
			body: contentType.startsWith('application/json') ? '{}' : '',
		},
		arrive() {
			counts.spans += spanCount;
			for (const span of spans) store?.spans.add(span);
			for (const metric of metrics) store?.metrics.add(metric);
		},
	};
}

function unauthorized(): Reading {
	return refuse(401, 'missing authorization information');
}
