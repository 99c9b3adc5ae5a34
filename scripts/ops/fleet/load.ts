import {randomBytes} from 'node:crypto';
import {Agent, request} from 'node:http';
import {otlpType} from '../../../test/kit/otlp.ts';

/** Spans of one trace, as of a request through three services. */
export const spansPerTrace = 10;
const tracesPerRequest = 50;
export const spansPerRequest = spansPerTrace * tracesPerRequest;

/** In each trace id, to be overwritten for each request. */
const marker = Buffer.from('a trace!');

const attributes = Object.entries({
	'http.request.method': 'GET',
	'http.route': '/quotes/:sku',
	'url.path': '/quotes/tea',
	'url.scheme': 'https',
	'server.address': 'quotes.example.com',
	'network.protocol.version': '1.1',
	'user_agent.original': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
	'user.id': '0197f3a2-5d0e-7c3b-9a44-6f1f9b1f2c11',
	'sentry.release': 'quotes@1.0.0+4625eb8',
	'http.response.status_code': '200',
}).map(([key, stringValue]) => ({key, value: {stringValue}}));

/** A request of whole traces, or of traces whose root is still to come. */
export function createRequest(isWhole: boolean): Buffer {
	const now = BigInt(Date.now()) * 1_000_000n;
	const spans = Array.from({length: spansPerRequest}, (_, index) => {
		const traceId = Buffer.concat([marker, Buffer.alloc(8)]);
		traceId.writeUInt32BE(Math.floor(index / spansPerTrace), 12);
		const spanId = (number: number) => Buffer.from((number + 1).toString(16).padStart(16, '0'), 'hex');
		const place = index % spansPerTrace;
		return {
			traceId,
			spanId: spanId(place),
			...((place > 0 || !isWhole) && {parentSpanId: spanId(place > 0 ? 0 : 99)}),
			name: 'GET /quotes/:sku',
			kind: place % 2 === 0 ? 2 : 3,
			startTimeUnixNano: String(now),
			endTimeUnixNano: String(now + 5_000_000n),
			attributes,
		};
	});
	const type = otlpType('TracesRequest');
	const resource = {attributes: [{key: 'service.name', value: {stringValue: 'quotes'}}]};
	const message = type.fromObject({resourceSpans: [{resource, scopeSpans: [{spans}]}]});
	return Buffer.from(type.encode(message).finish());
}

/** Sends requests over so many connections while `more` says so; resolves with how many were taken and refused. */
export async function pour(url: string, template: Buffer, connections: number, more: () => boolean) {
	const agent = new Agent({keepAlive: true, maxSockets: connections});
	const counts = {taken: 0, refused: 0};
	async function one(): Promise<void> {
		while (more()) {
			const status = await post(agent, url, renewed(template));
			counts[status === 200 ? 'taken' : 'refused']++;
		}
	}
	await Promise.all(Array.from({length: connections}, one));
	agent.destroy();
	return counts;
}

function renewed(template: Buffer): Buffer {
	const body = Buffer.from(template);
	const id = randomBytes(marker.length);
	for (let at = body.indexOf(marker); at !== -1; at = body.indexOf(marker, at + 16)) id.copy(body, at);
	return body;
}

async function post(agent: Agent, url: string, body: Buffer): Promise<number> {
	return await new Promise((resolve, reject) => {
		const sent = request(url, {agent, method: 'POST', headers: {'content-type': 'application/x-protobuf'}});
		sent.once('error', reject).once('response', response => {
			response.resume().once('end', () => resolve(response.statusCode ?? 0));
		});
		sent.end(body);
	});
}
