import {randomBytes} from 'node:crypto';
import type {ErrorEvent} from '@sentry/core';
import test from 'ava';
import fc from 'fast-check';
import type {Client} from '../../kit/client.ts';
import {createHttpClient} from '../../kit/client.ts';
import type {Service} from '../../kit/service.ts';
import {startService} from '../../kit/service.ts';
import type {Sink} from '../../kit/sink.ts';
import {startSink} from '../../kit/sink.ts';
import {order} from './_hostile-orders.ts';
import type {Order} from './_hostile-service.ts';
import type {Thing} from './_hostile-things.ts';

/** Whatever is thrown and whatever was said before: one event that Sentry takes, and the next one is served. */
let sink: Sink;
let service: Service;
let client: Client;

test.before(async () => {
	sink = await startSink();
	service = await startService({
		entry: 'test/observability/errors/_hostile-service.ts',
		env: {SENTRY_DSN: sink.dsn, REPORT_LIMIT_PER_MINUTE: '100000', SENTRY_TRACES_SAMPLE_RATE: '0'},
	});
	client = createHttpClient(service.port);
});

test.after.always(async () => {
	await client?.close();
	await service?.stop();
	await sink?.close();
});

async function eventsOf(
	path: string,
	body?: Order,
): Promise<{events: ErrorEvent[]; status: number; id: string}> {
	const id = randomBytes(16).toString('hex');
	const isOfIt = ({tags}: ErrorEvent) => tags?.['request_id'] === id;
	const answer = client.request({
		method: body ? 'POST' : 'GET',
		path,
		headers: {'x-request-id': id},
		...(body && {body: JSON.stringify(body)}),
	});
	const {status} = await Promise.race([
		answer,
		service.exited.then(() => Promise.reject(new Error(`it ended: ${service.stdout().slice(-2000)}`))),
	]);
	await sink.event(isOfIt, {timeoutMs: 10_000});
	return {events: sink.events.filter(isOfIt), status, id};
}

function isWellFormed(value: unknown): boolean {
	if (typeof value === 'string') return value.isWellFormed();
	if (typeof value !== 'object' || value === null) return true;
	return Object.entries(value).every(([key, entry]) => key.isWellFormed() && isWellFormed(entry));
}

test.serial(
	'whatever is thrown is exactly one event below 1 MB of well-formed text, and a short line',
	async t => {
		t.timeout(180_000);
		await fc.assert(
			fc.asyncProperty(order, async given => {
				const {events, status} = await eventsOf('/hostile', given);
				t.is(status, 500);
				t.is(events.length, 1);
				const [event] = events;
				t.true(isWellFormed(event));
				t.truthy(event!.exception?.values?.length);
				t.is(event!.exception?.values?.at(-1)?.mechanism?.handled, false);
				t.is(event!.transaction, 'POST /hostile');
				t.true(sink.requests.every(({body}) => body.length < 1_000_000));
				t.true(service.lines.every(line => JSON.stringify(line).length < 50_000));
				sink.clear();
				service.lines.length = 0;
			}),
			{numRuns: 60, endOnFailure: true},
		);
		t.is((await client.get('/livez')).status, 200, 'the process lives');
		t.is(service.stderr(), '');
	},
);

test.serial('a message of control characters, each of them six in JSON, makes a short line', async t => {
	const thrown: Thing = {is: 'Error', members: {message: {is: 'text', text: '\0', times: 10_000}}};
	service.lines.length = 0;
	const {events} = await eventsOf('/hostile', {thrown, how: 'thrown', said: {}});
	t.is(events.length, 1);
	const line = await service.line(({err}) => err !== undefined);
	t.true(JSON.stringify(line).length < 50_000);
	sink.clear();
});

test.serial('a message of megabytes keeps its frames, in every place that it can be', async t => {
	const giant: Thing = {is: 'text', text: 'M', times: 3_000_000};
	const thrown: Thing = {
		is: 'Error',
		members: {message: giant, cause: {is: 'Error', members: {message: giant}}},
	};
	const {events} = await eventsOf('/hostile', {
		thrown,
		how: 'thrown',
		said: {extra: giant, tag: giant, context: giant},
	});
	const [event] = events;
	t.true(JSON.stringify(event).length < 100_000);
	t.is(event!.exception?.values?.length, 2);
	for (const {value, stacktrace} of event!.exception!.values!) {
		t.regex(value!, /^M{8000,}…$/);
		t.true(stacktrace!.frames!.length > 3);
	}
	t.regex(String(event!.extra?.['said']), /^M{8000,}…$/);
	t.is(String(event!.tags?.['said']).length, 200);
});

test.serial('no part of an event takes the room of another', async t => {
	const many: Thing = {
		is: 'list',
		of: Array.from({length: 500}, () => ({is: 'text', text: '\u0001', times: 20_000})),
	};
	const {events} = await eventsOf('/hostile', {
		thrown: {
			is: 'AggregateError',
			members: {errors: many, message: {is: 'text', text: 'the message', times: 1}},
		},
		how: 'thrown',
		said: {extra: many, context: many, breadcrumb: many},
	});
	const [event] = events;
	t.true(sink.requests.at(-1)!.body.length < 1_000_000);
	t.is(event!.exception?.values?.at(-1)?.value, 'the message');
	t.truthy(event!.contexts?.trace?.trace_id);
	t.truthy(event!.contexts?.['runtime']);
	t.truthy(event!.request?.url);
});

test.serial('twenty thousand members of an error are a short line, and an event of a few', async t => {
	const errors: Thing = {
		is: 'list',
		of: Array.from({length: 20_000}, () => ({is: 'odd' as const, odd: 'error' as const})),
	};
	const wide: Thing = {is: 'wide', members: 20_000};
	const message: Thing = {is: 'text', text: 'has many', times: 1};
	const {events} = await eventsOf('/hostile', {
		thrown: {is: 'AggregateError', members: {errors, message, status: wide}},
		how: 'thrown',
		said: {},
	});
	t.true(events[0]!.exception!.values!.length <= 6);
	const line = await service.line(({msg}) => msg === 'has many');
	t.true(JSON.stringify(line).length < 50_000);
});

for (const kind of ['throws', 'rejects', 'breaks']) {
	test.serial(`an event processor that ${kind} costs what it would add, and is named in the log`, async t => {
		const {events} = await eventsOf(`/processor/${kind}`);
		t.is(events.length, 1);
		t.is(events[0]!.exception?.values?.at(-1)?.value, 'with a processor');
		t.is(events[0]!.transaction, `GET /processor/${kind}`);
		const line = await service.line(
			({msg, err}) =>
				String(msg).startsWith('an event processor failed') && JSON.stringify(err).includes('the processor'),
		);
		t.is(line['level'], 'error');
		t.is(line['processor'], kind);
		service.lines.length = 0;
	});
}

test.serial('what an event processor drops is dropped', async t => {
	t.is((await client.get('/processor/drops')).status, 500);
	const {events} = await eventsOf('/processor/throws');
	t.is(events.length, 1);
	t.false(sink.events.some(({transaction}) => transaction === 'GET /processor/drops'));
});

for (const [status, handled] of [
	[500, false],
	[409, true],
	[200, true],
] as const) {
	test.serial(
		`an error that a handler captured, in a request that ends in ${status}, is one event: ${handled ? '' : 'un'}handled`,
		async t => {
			const {events, status: answered, id} = await eventsOf(`/captured/${status}`);
			t.is(answered, status);
			t.is(events.length, 1);
			t.is(events[0]!.exception?.values?.at(-1)?.mechanism?.handled, handled);
			t.is(events[0]!.event_id, id, 'the id that the handler was given');
			t.is(events[0]!.tags?.['by'], 'the handler');
		},
	);
}

for (const query of ['', '?flush']) {
	test.serial(
		`an error captured in a request that stays open does not wait for its end: ${query || 'two seconds'}`,
		async t => {
			const id = randomBytes(16).toString('hex');
			const leaving = new AbortController();
			const answer = fetch(`${service.url}/captured/and-open${query}`, {
				headers: {'x-request-id': id},
				signal: leaving.signal,
			});
			const event = await sink.event(({event_id}) => event_id === id, {timeoutMs: 20_000});
			t.is(event.exception?.values?.at(-1)?.mechanism?.handled, true);
			t.is(event.tags?.['request_id'], id);
			leaving.abort();
			await t.throwsAsync(answer);
		},
	);
}
