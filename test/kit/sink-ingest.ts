import type {IncomingHttpHeaders} from 'node:http';
import * as zlib from 'node:zlib';
import {parseEnvelope} from './envelope.ts';
import {decodeMetrics} from './otlp-metrics.ts';
import {decodeTraces} from './otlp-spans.ts';
import type {Answer} from './sink-faults.ts';
import type {SinkRequest, Store} from './sink-store.ts';
import {addItem} from './sink-store.ts';

export interface Route {
	kind: 'envelope' | 'traces' | 'metrics';
	/** Sentry's own ingestion asks for a key and answers with other codes than Spotlight or a collector. */
	sentry: boolean;
}

const paths: [RegExp, Route][] = [
	[/^\/api\/\d+\/envelope\/?$/, {kind: 'envelope', sentry: true}],
	[/^\/api\/\d+\/integration\/otlp\/v1\/traces\/?$/, {kind: 'traces', sentry: true}],
	[/^\/stream\/?$/, {kind: 'envelope', sentry: false}],
	[/^\/v1\/traces\/?$/, {kind: 'traces', sentry: false}],
	[/^\/v1\/metrics\/?$/, {kind: 'metrics', sentry: false}],
];

/** Which endpoint a request is for, if any. */
export function findRoute(method: string, path: string): Route | undefined {
	const pathname = path.split('?', 1)[0]!;
	return method === 'POST' ? paths.find(([pattern]) => pattern.test(pathname))?.[1] : undefined;
}

/**
Is there a DSN key, in one of the places where Sentry looks? Without one it refuses: an exporter that forgets the key
must not look fine here.

@see https://develop.sentry.dev/sdk/foundations/transport/authentication/
*/
function hasKey(path: string, headers: IncomingHttpHeaders): boolean {
	return /[?&]sentry_key=\w/.test(path) || /\bsentry_key=\w/.test(String(headers['x-sentry-auth']));
}

/** @throws {Error} On an encoding that Sentry doesn't take, and on bytes that aren't in it. */
export function decompress(body: Buffer, encoding = 'identity'): Buffer {
	if (encoding === 'identity') return body;
	if (encoding === 'gzip') return zlib.gunzipSync(body);
	if (encoding === 'deflate') return zlib.inflateSync(body);
	if (encoding === 'br') return zlib.brotliDecompressSync(body);
	if (encoding === 'zstd') return zlib.zstdDecompressSync(body);
	throw new Error(`Expected content-encoding gzip, deflate, br or zstd, got "${encoding}"`);
}

/** A request that was read. */
export interface Reading {
	answer: Answer;
	/** Why it is refused. */
	problem?: string;
	/** File its contents; not called when a fault refuses the request. */
	arrive?(): void;
}

type Request = Pick<SinkRequest, 'path' | 'headers' | 'body'>;

/** A request that its endpoint refuses, with the reason where Sentry puts it. */
export function refuse(status: number, problem: string): Reading {
	const headers = {'content-type': 'application/json'};
	return {answer: {status, headers, body: JSON.stringify({detail: problem})}, problem};
}

/** Read a request as its endpoint would. @throws {Error} When it is malformed. */
export function ingest(route: Route, request: Request, store: Store): Reading {
	return route.kind === 'envelope'
		? ingestEnvelope(route, request, store)
		: ingestOtlp(route, request, store);
}

function ingestEnvelope({sentry}: Route, {path, headers, body}: Request, store: Store): Reading {
	const {header, items} = parseEnvelope(body);
	if (sentry && !header.dsn && !hasKey(path, headers)) return unauthorized();
	return {
		answer: answerEnvelope(header.event_id),
		arrive() {
			for (const item of items) addItem(store, item);
		},
	};
}

function ingestOtlp(route: Route, {path, headers, body}: Request, store: Store): Reading {
	if (route.sentry && !hasKey(path, headers)) return unauthorized();
	const contentType = headers['content-type'] ?? '';
	const spans = route.kind === 'traces' ? decodeTraces(body, contentType) : [];
	const metrics = route.kind === 'metrics' ? decodeMetrics(body, contentType) : [];
	return {
		answer: answerOtlp(route, contentType),
		arrive() {
			for (const span of spans) store.spans.add(span);
			for (const metric of metrics) store.metrics.add(metric);
		},
	};
}

export function answerEnvelope(id: string | undefined): Answer {
	return {status: 200, headers: {'content-type': 'application/json'}, body: JSON.stringify({id})};
}

/** An empty body is protobuf's way to say that nothing was rejected; JSON needs an object. */
export function answerOtlp({sentry}: Route, contentType: string): Answer {
	const body = contentType.startsWith('application/json') ? '{}' : '';
	return {status: sentry ? 202 : 200, headers: {'content-type': contentType}, body};
}

function unauthorized(): Reading {
	return refuse(401, 'missing authorization information');
}
