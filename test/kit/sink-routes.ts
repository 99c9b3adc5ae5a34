import type {IncomingHttpHeaders} from 'node:http';
import * as zlib from 'node:zlib';

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
export function hasKey(path: string, headers: IncomingHttpHeaders): boolean {
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
