import {createServer} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';
import type {ExecutionContext} from 'ava';
import test from 'ava';
import type {DeliveryChange, DeliveryOptions} from '../../../observability/delivery/delivery.ts';
import {createDelivery} from '../../../observability/delivery/delivery.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';
import type {Fault} from '../../kit/sink-faults.ts';

const nothing = Buffer.from('{"resourceSpans":[]}');

function deliver(t: ExecutionContext, url: string, options: Partial<DeliveryOptions> = {}) {
	const changes: DeliveryChange[] = [];
	const delivery = createDelivery({
		url,
		headers: {'content-type': 'application/json'},
		categories: ['span'],
		maxBytes: 1_000_000,
		maxAgeMs: 60_000,
		timeoutMs: 10_000,
		onChange: change => changes.push(change),
		...options,
	});
	t.teardown(() => delivery.close(0));
	return {delivery, changes, kinds: () => changes.map(({kind}) => kind)};
}

async function deliverToSink(t: ExecutionContext, options?: Partial<DeliveryOptions>) {
	const sink = await startSink();
	t.teardown(sink.close);
	return {sink, ...deliver(t, `${sink.url}/v1/traces`, options)};
}

async function port(t: ExecutionContext, handle: Parameters<typeof createServer>[1]): Promise<number> {
	const server = createServer(handle);
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	t.teardown(() => {
		server.close();
		server.closeAllConnections();
	});
	return (server.address() as AddressInfo).port;
}

const survives = test.macro({
	async exec(t, fault: Fault) {
		// Another attempt that takes long, as on a busy machine, is no second failure.
		const {sink, delivery, kinds} = await deliverToSink(t, {timeoutMs: fault === 'hang' ? 1000 : 10_000});
		sink.behave(fault, {times: 1});
		t.is(await delivery.send(nothing, 3), 'delivered');
		t.deepEqual(kinds(), ['failing', 'recovered']);
		t.is(sink.requests.length, 2);
		t.like(delivery.counts, {delivered: 3, dropped: 0, waiting: 0, waitingBytes: 0});
	},
	title: (_, fault) => `a body survives a receiver that once answers ${JSON.stringify(fault)}`,
});

test(survives, 'hang');
test(survives, 'reset');
test(survives, {status: 500});
test(survives, {status: 503});
test(survives, {status: 408});
test(survives, {status: 429});
test(survives, {status: 429, headers: {'retry-after': '0'}});
test(survives, {status: 503, headers: {'retry-after': '1'}});

const isFinal = test.macro({
	async exec(t, status: number) {
		const {sink, delivery, changes} = await deliverToSink(t);
		sink.behave({status});
		t.is(await delivery.send(nothing, 3), 'send_error');
		t.deepEqual(changes, [{kind: 'dropped', reason: 'send_error', items: 3, detail: `status ${status}`}]);
		t.is(sink.requests.length, 1);
		t.like(delivery.counts, {delivered: 0, dropped: 3, waiting: 0, waitingBytes: 0});
	},
	title: (_, status) => `a body refused with ${status} is dropped at once, counted and told`,
});

test(isFinal, 400);
test(isFinal, 422);
test(isFinal, 413);

test('what was sent while nobody listened arrives when somebody does', async t => {
	const gone = await startSink();
	await gone.close();
	const {delivery, kinds} = deliver(t, `${gone.url}/v1/traces`);
	const outcomes = [delivery.send(nothing, 1), delivery.send(nothing, 1), delivery.send(nothing, 1)];
	while (kinds().length === 0) await new Promise(setImmediate);
	const back: Sink = await startSink({port: gone.port});
	t.teardown(back.close);
	t.deepEqual(await Promise.all(outcomes), ['delivered', 'delivered', 'delivered']);
	t.is(back.requests.length, 3);
	t.deepEqual(kinds(), ['failing', 'recovered'], 'told once each, however many waited');
});

test('the receiver is left alone for as long as it asks', async t => {
	const {sink, delivery} = await deliverToSink(t);
	const rateLimits = '1:error;span:organization:quota';
	sink.behave({status: 429, headers: {'x-sentry-rate-limits': rateLimits}}, {times: 1});
	await delivery.send(nothing, 1);
	const [refused, taken] = sink.requests;
	t.true(taken!.receivedAt - refused!.receivedAt >= 990);
});

for (const retryAfter of ['0', '-5', 'Thu, 01 Jan 1970 00:00:00 GMT']) {
	test(`a receiver that stays away is left alone for longer each time, though it says "Retry-After: ${retryAfter}"`, async t => {
		const {sink, delivery} = await deliverToSink(t);
		sink.behave({status: 429, headers: {'retry-after': retryAfter}}, {times: 3});
		t.is(await delivery.send(nothing, 1), 'delivered');
		const [first, , , fourth] = sink.requests;
		// At the least a half of 500, of 1000 and of 2000 ms.
		t.true(fourth!.receivedAt - first!.receivedAt >= 1740);
	});
}

test('a rate limit on a good answer is obeyed too', async t => {
	const {sink, delivery} = await deliverToSink(t);
	sink.behave({status: 200, headers: {'x-sentry-rate-limits': '1::organization'}}, {times: 1});
	t.is(await delivery.send(nothing, 1), 'delivered');
	t.is(await delivery.send(nothing, 1), 'delivered');
	const [first, second] = sink.requests;
	t.true(second!.receivedAt - first!.receivedAt >= 990);
});

test('beyond the bytes it may hold the oldest go, counted and told', async t => {
	const {sink, delivery, changes} = await deliverToSink(t, {maxBytes: 5 * nothing.length});
	sink.behave('hang');
	const outcomes = Array.from({length: 8}, (_, index) => delivery.send(nothing, index));
	t.is(delivery.counts.waitingBytes, 5 * nothing.length, 'what is under way counts too');
	t.deepEqual(
		await Promise.all(outcomes.slice(1, 4)),
		['queue_overflow', 'queue_overflow', 'queue_overflow'],
		'the very first is under way; of the others the oldest make room',
	);
	t.deepEqual(
		changes.map(change => change.kind === 'dropped' && change.items),
		[1, 2, 3],
	);
	await delivery.close(0);
	t.is(delivery.counts.dropped, 0 + 1 + 2 + 3 + 4 + 5 + 6 + 7);
});

test('a giant pushes nothing out, whether it comes last or waits', async t => {
	const {sink, delivery} = await deliverToSink(t, {maxBytes: 40 * nothing.length});
	sink.behave({status: 503});
	const first = [delivery.send(nothing, 1), delivery.send(nothing, 1)];
	while (!delivery.isFailing()) await new Promise(setImmediate);
	const endless = delivery.send(Buffer.alloc(1000 * nothing.length, ' '), 1);
	t.is(await endless, 'queue_overflow');
	const waiting = delivery.send(Buffer.alloc(20 * nothing.length, ' '), 1);
	const others = Array.from({length: 30}, () => delivery.send(nothing, 1));
	t.is(await waiting, 'queue_overflow');
	sink.behave('accept');
	t.deepEqual(new Set(await Promise.all([...first, ...others])), new Set(['delivered']));
});

const day = '86400:transaction;span:organization';
for (const status of [200, 429]) {
	test(`under a limit for long, said in a ${status}, all is discarded at once under its reason, and said once`, async t => {
		const {sink, delivery, changes} = await deliverToSink(t);
		sink.behave({status, headers: {'x-sentry-rate-limits': day}});
		const outcomes = [await delivery.send(nothing, 1)];
		for (let index = 0; index < 5; index++) outcomes.push(await delivery.send(nothing, 1));
		t.deepEqual(
			outcomes.slice(1),
			Array.from({length: 5}, () => 'ratelimit_backoff' as const),
		);
		t.is(outcomes[0], status === 200 ? 'delivered' : 'ratelimit_backoff');
		t.is(sink.requests.length, 1);
		const limited = changes.filter(({kind}) => kind === 'limited');
		t.deepEqual(limited, [{kind: 'limited', reason: `rate limited for 86400 s: ${day}`}]);
		t.true(delivery.limitedMs() > 86_000_000);
		t.is(delivery.counts.waiting, 0);
	});
}

test('a limit of other things is none', async t => {
	const {sink, delivery} = await deliverToSink(t);
	sink.behave({status: 200, headers: {'x-sentry-rate-limits': '86400:error;session:organization'}});
	t.is(await delivery.send(nothing, 1), 'delivered');
	t.is(await delivery.send(nothing, 1), 'delivered');
	t.is(delivery.limitedMs(), 0);
});

for (const status of [401, 403, 404, 405]) {
	test(`a receiver that answers ${status} whatever it is asked is asked rarely, and said to be so once`, async t => {
		const {sink, delivery, changes} = await deliverToSink(t);
		sink.behave({status});
		for (let index = 0; index < 20; index++) t.is(await delivery.send(nothing, 2), 'send_error');
		t.is(sink.requests.length, 1);
		t.deepEqual(
			changes.filter(({kind}) => kind !== 'dropped'),
			[{kind: 'refused', reason: `status ${status}`}],
		);
		t.is(delivery.counts.dropped, 40);
		t.true(delivery.isFailing());
	});
}

for (const [format, headers, body] of [
	[
		'JSON',
		{'content-type': 'application/json'},
		'{"partialSuccess":{"rejectedSpans":"5","errorMessage":"too old"}}',
	],
	['protobuf', {}, '\n\v\b\u0005\u0012\u0007too old'],
] as const) {
	test(`of what a 200 says in ${format} to have rejected, none counts as delivered`, async t => {
		const {sink, delivery, changes} = await deliverToSink(t, {
			headers: {'content-type': 'application/x-protobuf'},
		});
		sink.behave({status: 200, headers, body});
		await delivery.send(Buffer.alloc(0), 8);
		t.like(delivery.counts, {delivered: 3, dropped: 5, waiting: 0});
		t.deepEqual(changes, [{kind: 'dropped', reason: 'send_error', items: 5, detail: 'rejected: too old'}]);
	});
}

for (const type of ['application/json', 'application/x-protobuf']) {
	test(`an answer to ${type} that never ends is as good as its status, and holds up no other`, async t => {
		const listening = await port(t, (request, response) => {
			request.resume();
			response.writeHead(200).write('and');
		});
		const {delivery, changes} = deliver(t, `http://127.0.0.1:${listening}/`, {
			headers: {'content-type': type},
		});
		const since = performance.now();
		const outcomes = Array.from({length: 12}, () => delivery.send(nothing, 1));
		await delivery.close(performance.now() + 600_000);
		t.deepEqual(new Set(await Promise.all(outcomes)), new Set(['delivered']));
		t.true(performance.now() - since < 9000, 'the time of one attempt is not waited for');
		t.deepEqual(changes, []);
	});
}

test('what is too old is dropped instead of tried again', async t => {
	const {sink, delivery, changes} = await deliverToSink(t, {maxAgeMs: 10});
	sink.behave({status: 503});
	t.is(await delivery.send(nothing, 2), 'network_error');
	t.like(changes.at(-1), {kind: 'dropped', items: 2, detail: 'older than 10 ms'});
	t.is(sink.requests.length, 1);
});

test('closing counts what a hanging receiver has not taken', async t => {
	// Far beyond the test's own time-out: the attempt under way must be broken off.
	const {sink, delivery, kinds} = await deliverToSink(t, {timeoutMs: 600_000});
	sink.behave('hang');
	const outcomes = [delivery.send(nothing, 1), delivery.send(nothing, 1)];
	await sink.request();
	await delivery.close(performance.now() + 50);
	t.deepEqual(await Promise.all(outcomes), ['network_error', 'network_error']);
	t.deepEqual(kinds(), ['dropped', 'dropped']);
	t.like(delivery.counts, {delivered: 0, dropped: 2, waiting: 0, waitingBytes: 0});
});

test('closing tries once more what was held back', async t => {
	const {sink, delivery} = await deliverToSink(t);
	sink.behave({status: 429, headers: {'retry-after': '3600'}}, {times: 1});
	const outcome = delivery.send(nothing, 1);
	while (!delivery.isFailing()) await new Promise(setImmediate);
	await delivery.close(performance.now() + 5000);
	t.is(await outcome, 'delivered');
});

test('closing gives up when the receiver asks for more time than is left', async t => {
	const {sink, delivery} = await deliverToSink(t);
	sink.behave({status: 429, headers: {'retry-after': '3600'}});
	const outcome = delivery.send(nothing, 1);
	// Far beyond the test's own time-out: it must not be waited for.
	await delivery.close(performance.now() + 600_000);
	t.is(await outcome, 'network_error');
});

test('what a short limit has held back until the end is dropped as limited', async t => {
	const {sink, delivery, changes} = await deliverToSink(t);
	sink.behave({status: 200, headers: {'x-sentry-rate-limits': '60:span:organization'}});
	const outcomes = Array.from({length: 9}, () => delivery.send(nothing, 1));
	t.is(await outcomes[0], 'delivered');
	await delivery.close(performance.now() + 30_000);
	t.is(await outcomes.at(-1), 'ratelimit_backoff');
	const [dropped] = changes;
	t.like(dropped, {kind: 'dropped', detail: 'rate limited for 60 s: 60:span:organization'});
});

test('closing gives up on a receiver that stays away, long before its time is over', async t => {
	const {sink, delivery} = await deliverToSink(t);
	sink.behave({status: 503});
	const outcome = delivery.send(nothing, 1);
	while (!delivery.isFailing()) await new Promise(setImmediate);
	await delivery.close(performance.now() + 600_000);
	t.is(await outcome, 'network_error');
	t.is(sink.requests.length, 4, 'one before, and three to make sure');
});

test('attempts that fail side by side are one failure, and not enough to give up', async t => {
	const {sink, delivery} = await deliverToSink(t);
	await delivery.send(nothing, 1);
	sink.behave({status: 503}, {times: 4});
	const outcomes = Array.from({length: 4}, () => delivery.send(nothing, 1));
	await delivery.close(performance.now() + 600_000);
	t.deepEqual(await Promise.all(outcomes), ['delivered', 'delivered', 'delivered', 'delivered']);
	t.is(sink.requests.length, 9);
});

test('what is sent after the end is counted as dropped', async t => {
	const {delivery} = await deliverToSink(t);
	await delivery.close(performance.now());
	t.is(await delivery.send(nothing, 1), 'network_error');
});

test('a kept-alive connection that the receiver closed is no outage', async t => {
	const used = new WeakSet<Socket>();
	const listening = await port(t, (request, response) => {
		if (used.has(request.socket)) return void request.socket.resetAndDestroy();
		used.add(request.socket);
		request.resume();
		response.end();
	});
	const {delivery, changes} = deliver(t, `http://127.0.0.1:${listening}/`);
	t.is(await delivery.send(nothing, 1), 'delivered');
	await new Promise(setImmediate);
	t.is(await delivery.send(nothing, 1), 'delivered');
	t.deepEqual(changes, []);
});

test('an answer that breaks off after its status counts as taken', async t => {
	const listening = await port(t, (_request, response) => {
		response.writeHead(200, {'content-length': '100'}).write('cut');
		setImmediate(() => response.socket?.resetAndDestroy());
	});
	const {delivery, changes} = deliver(t, `http://127.0.0.1:${listening}/`);
	t.is(await delivery.send(nothing, 1), 'delivered');
	t.deepEqual(changes, []);
});

test('a host that does not resolve is an outage like others', async t => {
	const {delivery, kinds} = deliver(t, 'http://nowhere.invalid/');
	const outcome = delivery.send(nothing, 1);
	while (!delivery.isFailing()) await new Promise(resolve => setTimeout(resolve, 10));
	await delivery.close(0);
	t.is(await outcome, 'network_error');
	t.deepEqual(kinds(), ['failing', 'dropped']);
});
