import {createHttpClient} from '../../kit/client.ts';
import type {Service} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';
import type {UpstreamServer} from '../../kit/upstream.ts';
import {startUpstream} from '../../kit/upstream.ts';

/** Header lines, in order; a name may come more than once. */
export type Lines = [name: string, value: string][];

export interface Outcome {
	status: number;
	/** `traceresponse`, taken apart. */
	traceId: string;
	spanId: string;
	sampled: boolean;
	/** What the upstream was sent, or undefined without such a header. */
	sent: Record<'traceparent' | 'tracestate' | 'baggage' | 'sentry-trace', string | undefined>;
	/** Every header of the call to the upstream. */
	headers: NodeJS.Dict<string | string[]>;
}

export interface TracedPair {
	service: Service;
	sink: Sink;
	upstream: UpstreamServer;
	/** Ask the service, with these header lines, and see what the upstream was asked with. */
	ask(lines?: Lines): Promise<Outcome>;
	close(): Promise<void>;
}

/** A service between a caller and an upstream, with its telemetry in a sink. */
export async function startTracedPair(env: Record<string, string> = {}): Promise<TracedPair> {
	const [sink, upstream] = await Promise.all([startSink(), startUpstream()]);
	const closeBoth = () => Promise.all([sink.close(), upstream.close()]);
	const service = await startService({
		env: {SENTRY_DSN: sink.dsn, UPSTREAM_URL: upstream.url, ...env},
		entry: 'test/observability/spans/_relay-service.ts',
	}).catch(async (error: unknown) => {
		await closeBoth();
		throw error;
	});
	const client = createHttpClient(service.port);
	let number = 0;
	return {
		service,
		sink,
		upstream,
		async ask(lines = []) {
			const name = `name-${++number}`;
			const {status, headers} = await client.get(`/relay/${name}`, toDictionary(lines));
			const {headers: asked} = upstream.requests.find(({path}) => path.endsWith(`/${name}`))!;
			const [, traceId = '', spanId = '', flags] = String(headers['traceresponse']).split('-');
			const one = (header: string) => asked[header] as string | undefined;
			return {
				status,
				traceId,
				spanId,
				sampled: flags === '01',
				sent: {
					traceparent: one('traceparent'),
					tracestate: one('tracestate'),
					baggage: one('baggage'),
					'sentry-trace': one('sentry-trace'),
				},
				headers: asked,
			};
		},
		async close() {
			await client.close();
			await service.stop();
			await closeBoth();
		},
	};
}

/** Node's client sends an array as one line each. */
function toDictionary(lines: Lines): Record<string, string[]> {
	const dictionary: Record<string, string[]> = {};
	for (const [name, value] of lines) dictionary[name] = [...(dictionary[name] ?? []), value];
	return dictionary;
}
