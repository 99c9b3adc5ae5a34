import test from 'ava';
import {decodeTraces} from '../otlp-spans.ts';
import {startSink} from '../sink.ts';
import {json, protobuf} from './_fixture-spans.ts';

const endpoints = test.macro({
	async exec(t, path: string, status: number) {
		const sink = await startSink();
		t.teardown(sink.close);
		const headers = {'content-type': 'application/x-protobuf', 'x-sentry-auth': 'Sentry sentry_key=public'};
		const response = await fetch(sink.url + path, {method: 'POST', headers, body: new Uint8Array(protobuf)});
		t.is(response.status, status);
		t.is((await response.bytes()).length, 0);
		t.deepEqual(sink.spans, decodeTraces(protobuf, 'application/x-protobuf'));
		t.is((await sink.span(({name}) => name === 'root')).kind, 1);
	},
	title: (_, path, status) => `POST ${path} takes spans and answers ${status}`,
});

test(endpoints, '/v1/traces', 200);
test(endpoints, '/api/1/integration/otlp/v1/traces/', 202);

const refuses = test.macro({
	async exec(
		t,
		_what: string,
		path: string,
		status: number,
		headers: Record<string, string>,
		body: Uint8Array,
	) {
		const sink = await startSink();
		t.teardown(sink.close);
		const response = await fetch(sink.url + path, {method: 'POST', headers, body: new Uint8Array(body)});
		t.is(response.status, status);
		t.deepEqual([sink.spans, sink.metrics], [[], []]);
	},
	title: (_, what) => `refuses ${what}`,
});

const sentryPath = '/api/1/integration/otlp/v1/traces/';
test(refuses, 'spans without a key', sentryPath, 401, {'content-type': 'application/x-protobuf'}, protobuf);
test(refuses, 'spans of another type', '/v1/traces', 400, {'content-type': 'text/plain'}, protobuf);
test(
	refuses,
	'half a request',
	'/v1/traces',
	400,
	{'content-type': 'application/x-protobuf'},
	protobuf.subarray(0, 99),
);
test(refuses, 'bad JSON', '/v1/traces', 400, {'content-type': 'application/json'}, json.subarray(0, 99));
