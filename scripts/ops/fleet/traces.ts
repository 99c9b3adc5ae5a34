import {createHash} from 'node:crypto';
import {setTimeout as sleep} from 'node:timers/promises';

/** Spans of one service in each trace. */
export const spansEach = 3;

export interface Sending {
	/** Address of the agent. */
	host: string;
	service: number;
	/** Numbers of the traces. */
	traces: readonly number[];
	/** Does this service's part of the trace have a failure? */
	failed: (trace: number) => boolean;
}

/** Ids are told by number, so that what arrives can be compared with what was sent. */
export function traceIdOf(run: string, trace: number): string {
	return createHash('md5').update(`${run} ${trace}`).digest('hex');
}

function spanIdOf(run: string, trace: number, service: number, span: number): string {
	return createHash('md5').update(`${run} ${trace} ${service} ${span}`).digest('hex').slice(0, 16);
}

/** Sends a service's part of these traces in one request, and again while the agent refuses it. */
export async function sendTraces(run: string, {host, service, traces, failed}: Sending): Promise<void> {
	const now = BigInt(Date.now()) * 1_000_000n;
	const spans = traces.flatMap(trace =>
		Array.from({length: spansEach}, (_, span) => {
			const root = service === 0 && span === 0;
			const parent = span > 0 ? spanIdOf(run, trace, service, 0) : spanIdOf(run, trace, service - 1, 0);
			return {
				traceId: traceIdOf(run, trace),
				spanId: spanIdOf(run, trace, service, span),
				...(!root && {parentSpanId: parent}),
				name: span === 0 ? 'GET /quotes/:sku' : 'GET',
				kind: span === 0 ? 2 : 3,
				flags: span === 0 && service > 0 ? 0x3_01 : 0x1_01,
				startTimeUnixNano: String(now),
				endTimeUnixNano: String(now + 5_000_000n),
				status: failed(trace) && span === 0 ? {code: 2} : {},
				attributes: [
					{key: 'http.request.method', value: {stringValue: 'GET'}},
					{key: 'http.route', value: {stringValue: '/quotes/:sku'}},
					{key: 'http.response.status_code', value: {intValue: '200'}},
					{key: 'url.path', value: {stringValue: '/quotes/tea'}},
					{key: 'sentry.client_sample_rate', value: {doubleValue: 1}},
				],
			};
		}),
	);
	const attributes = [{key: 'service.name', value: {stringValue: `service-${service}`}}];
	const body = JSON.stringify({resourceSpans: [{resource: {attributes}, scopeSpans: [{spans}]}]});
	for (;;) {
		const answer = await fetch(`http://${host}:4318/v1/traces`, {
			method: 'POST',
			headers: {'content-type': 'application/json'},
			body,
		}).catch(() => undefined);
		await answer?.text();
		if (answer?.ok) return;
		await sleep(200);
	}
}
