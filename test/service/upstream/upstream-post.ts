import {IncomingMessage, ServerResponse} from 'node:http';
import {Socket} from 'node:net';
import test from 'ava';
import {z} from 'zod';
import {Deadline} from '../../../service/http/deadline.ts';
import {path} from '../../../service/upstream/path.ts';
import {createUpstream} from '../../../service/upstream/upstream.ts';
import {answer, startUpstream} from '../../kit/upstream.ts';

const response = new ServerResponse(new IncomingMessage(new Socket()));
const deadline = new Deadline(10_000, response);
const schema = z.object({done: z.boolean()});

test('a POST is sent as JSON, and its answer read', async t => {
	const server = await startUpstream();
	t.teardown(server.close);
	const upstream = createUpstream({
		name: 'orders',
		baseUrl: `${server.url}/`,
		timeoutMs: 5000,
		random: Math.random,
	});
	server.next((request, response) => {
		t.is(request.method, 'POST');
		t.is(request.headers['content-type'], 'application/json');
		request.pipe(response.writeHead(201));
	});
	t.deepEqual(await upstream.post(path`/orders`, {done: true}, schema, deadline), {done: true});
});

test('a POST is never sent twice', async t => {
	const server = await startUpstream();
	t.teardown(server.close);
	const upstream = createUpstream({
		name: 'orders',
		baseUrl: server.url,
		timeoutMs: 5000,
		random: Math.random,
	});
	server.next(answer(503));
	await t.throwsAsync(upstream.post(path`/orders`, {}, schema, deadline), {
		message: 'orders failed: status 503',
	});
	server.next(request => request.socket.resetAndDestroy());
	await t.throwsAsync(upstream.post(path`/orders`, {}, schema, deadline), {
		message: 'orders failed: no answer',
	});
	t.is(server.requests.length, 2);
});

test('the pauses between attempts are drawn, and grow', async t => {
	const server = await startUpstream();
	t.teardown(server.close);
	const drawn: number[] = [];
	const upstream = createUpstream({
		name: 'orders',
		baseUrl: server.url,
		timeoutMs: 5000,
		random() {
			drawn.push(0.5);
			return 0.5;
		},
	});
	server.next(answer(502), answer(429), answer(200, '{"done":true}'));
	t.deepEqual(await upstream.get(path`/orders`, schema, deadline), {done: true});
	t.is(drawn.length, 2);
	t.is(server.requests.length, 3);
});
