import {randomBytes} from 'node:crypto';
import test from 'ava';
import type {Client, ClientResponse} from '../../kit/client.ts';
import {createHttpClient} from '../../kit/client.ts';
import {createH2cClient} from '../../kit/client-h2c.ts';
import type {Service} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';

const protocols: Record<string, (port: number) => Client> = {
	'HTTP/1.1': createHttpClient,
	'HTTP/2': createH2cClient,
};

interface Outcome {
	name: string;
	traceId: string;
	response: ClientResponse | undefined;
}

for (const [protocol, createClient] of Object.entries(protocols)) {
	let sink: Sink;
	let service: Service;
	const outcomes: Outcome[] = [];
	const answers = new Map<string, ClientResponse>();

	test.before(async t => {
		sink = await startSink();
		service = await startService({
			entry: 'test/service/http/_body-service.ts',
			env: {SENTRY_DSN: sink.dsn, HTTP2: String(protocol === 'HTTP/2'), REPORT_LIMIT_PER_MINUTE: '1000'},
		});
		const client = createClient(service.port);
		const names = (await client.get('/names')).json() as string[];
		for (const place of ['failing', 'early']) {
			await Promise.all(
				names.map(async (name, index) => {
					const traceId = randomBytes(16).toString('hex');
					const headers = {traceparent: `00-${traceId}-${'1'.repeat(16)}-01`};
					const response = await client.get(`/${place}/${index}`, headers).catch(() => undefined);
					outcomes.push({name: `${name}, ${place}`, traceId, response});
				}),
			);
		}
		for (const method of ['GET', 'HEAD']) {
			for (const kind of ['text', 'buffer', 'stream', 'web-stream', 'blob', 'response']) {
				answers.set(`${method} ${kind}`, await client.request({method, path: `/whole/${kind}`}));
			}
		}
		// What a socket is destroyed with comes back as the error of a caller.
		for (let index = 0; index < 7; index++) {
			await client.get(`/destroyed/${index}`).catch(() => {});
			t.is((await client.get('/livez').catch(() => ({status: 0}))).status, 200, `${index}`);
		}
		// Over HTTP/2 Node breaks off what is written to after its end.
		const late = await client
			.get('/writing', {'x-envoy-expected-rq-timeout-ms': '50'})
			.catch(() => undefined);
		t.true(late === undefined ? protocol === 'HTTP/2' : late.status === 503);
		t.is((await client.get('/livez').catch(() => ({status: 0}))).status, 200, 'late');
		await client.close();
		// All that it had to say is said, so that "one event" is a fact and not a matter of waiting.
		await service.stop();
	});

	test.after.always(async () => {
		await service?.stop();
		await sink?.close();
	});

	test(`${protocol}: a body that fails, whenever it does, is a 500 or cut, and exactly one event`, t => {
		t.true(outcomes.length > 40);
		for (const {name, traceId, response} of outcomes) {
			t.true(response === undefined || response.status === 500, `${name}: ${response?.status}`);
			const events = sink.events.filter(({contexts}) => contexts?.trace?.trace_id === traceId);
			t.is(events.length, 1, name);
		}
		t.is(sink.events.length, outcomes.length);
	});

	test(`${protocol}: what fails before its first byte, or right after it, is answered`, t => {
		const answered = outcomes.filter(({name}) => /at once|next tick|was set|rewritten|was read/.test(name));
		t.true(answered.length > 14);
		for (const {name, response} of answered) t.is(response?.status, 500, name);
	});

	test(`${protocol}: a body that is whole is sent whole, of whatever kind`, t => {
		for (const [what, {status, body, headers}] of answers) {
			t.is(status, what.endsWith('response') ? 202 : 200, what);
			t.is(body, what.startsWith('GET') ? 'hello' : '', what);
			if (/text|buffer|blob|response/.test(what)) t.is(headers['content-length'], '5', what);
		}
		t.is(answers.get('GET blob')?.headers['content-type'], 'text/plain; charset=utf-8');
		t.is(answers.get('GET response')?.headers['x-own'], 'yes');
	});

	test(`${protocol}: none of them ends the process`, async t => {
		t.deepEqual(await service.exited, {code: 0, signal: null});
		t.is(service.stderr(), '');
	});
}
