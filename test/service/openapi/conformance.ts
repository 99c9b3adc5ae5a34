import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import test from 'ava';
import {createHttpClient} from '../../kit/client.ts';
import type {Answered} from '../../kit/conformance.ts';
import {checkAnswer} from '../../kit/conformance.ts';
import {expectAsDescribed} from '../../kit/described-ports.ts';

const ids = {'x-request-id': 'a', traceresponse: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`};

function answered(given: Partial<Answered> & {headers?: Record<string, string>; json?: unknown}): Answered {
	const {headers = {}, json = {done: 'yes'}, ...rest} = given;
	const all: Record<string, string> = {'content-type': 'application/json; charset=utf-8', ...ids, ...headers};
	return {
		method: 'GET',
		path: '/debug/delay/1',
		status: 200,
		body: JSON.stringify(json),
		header: name => all[name],
		...rest,
	};
}

const problem = {
	type: '/docs#internal-server-error',
	title: 'Internal server error',
	status: 500,
	instance: '/debug/delay/1',
	request_id: 'a',
	trace_id: 'a'.repeat(32),
};
const problemType = {'content-type': 'application/problem+json'};

test('an answer as described passes', t => {
	t.notThrows(() => checkAnswer(answered({})));
	t.notThrows(() => checkAnswer(answered({method: 'HEAD', body: ''})));
	t.notThrows(() => checkAnswer(answered({path: '/livez', json: {status: 'ok'}})));
	t.notThrows(() => checkAnswer(answered({status: 500, json: problem, headers: problemType})));
});

const refuses = test.macro({
	exec(t, _what: string, given: Parameters<typeof answered>[0], message: RegExp) {
		t.throws(() => checkAnswer(answered(given)), {message});
	},
	title: (_, what) => `${what} is not as described`,
});

test(refuses, 'a field that is not in the schema', {json: {done: 'yes', more: 1}}, /additional properties/);
test(refuses, 'a field of another type', {json: {done: 1}}, /must be string/);
test(refuses, 'a missing header', {headers: {traceresponse: ''}}, /traceresponse/);
test(refuses, 'another media type', {headers: {'content-type': 'text/plain'}}, /must be application\/json/);
test(refuses, 'a status that a probe has not', {path: '/livez', status: 503, json: {}}, /does not describe/);
test(
	refuses,
	'a failure that is no problem',
	{status: 500, json: {done: 'no'}, headers: problemType},
	/type/,
);
test(
	refuses,
	'a problem of another route',
	{status: 500, json: {...problem, type: '/docs#upstream-failed'}, headers: problemType},
	/allowed values/,
);
test(refuses, 'a missing page without a problem', {path: '/nowhere', status: 404, json: {}}, /request_id/);

test('what a started service answers to fetch and to the client is compared', async t => {
	const server = createServer((_request, response) => {
		response.writeHead(200, {...ids, 'content-type': 'application/json'}).end('{"done":1}');
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	t.teardown(() => server.close());
	const {port} = server.address() as AddressInfo;
	await expectAsDescribed(port);
	const client = createHttpClient(port);
	t.teardown(client.close);
	await t.throwsAsync(fetch(`http://127.0.0.1:${port}/debug/delay/1`), {message: /must be string/});
	await t.throwsAsync(client.get('/debug/delay/1'), {message: /must be string/});
});
