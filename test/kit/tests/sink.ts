import {gzipSync} from 'node:zlib';
import * as Sentry from '@sentry/node';
import type {TestFn} from 'ava';
import anyTest from 'ava';
import {startCountingSink} from '../counting-sink.ts';
import type {Sink} from '../sink.ts';
import {startSink} from '../sink.ts';
import {attachment, envelope, post} from './_fixture-envelope.ts';

const test = anyTest as TestFn<Sink>;

test.beforeEach(async t => {
	t.context = await startSink();
});

test.afterEach.always(t => t.context.close());

test('takes an event from the Sentry SDK', async t => {
	const sink = t.context;
	const client = new Sentry.NodeClient({
		dsn: sink.dsn,
		transport: Sentry.makeNodeTransport,
		stackParser: Sentry.defaultStackParser,
		integrations: [],
		// Not loaded: observability/unused-parts.ts.
		enableRuntimeChannelInjection: false,
		release: 'sink@1.0.0',
	});
	const waiting = sink.event(({exception}) => exception?.values?.[0]?.value === 'late');
	client.captureException(new Error('early'));
	const attachments = [{filename: 'core', data: attachment}];
	client.captureException(new Error('late'), {attachments});
	const event = await waiting;
	t.is(event.release, 'sink@1.0.0');
	t.is(event.exception?.values?.[0]?.type, 'Error');
	t.is((await sink.event()).exception?.values?.[0]?.value, 'early', 'here already: the first of all');
	t.deepEqual((await sink.item(({type}) => type === 'attachment')).payload, attachment);
	t.true(await client.close(2000));
});

test('gives everything that arrived as text, headers and refused requests too', async t => {
	await post(t.context, '/api/1/envelope/?q=in-query', gzipSync(envelope), {
		'content-encoding': 'gzip',
		'x-probe': 'in-header',
	});
	await post(t.context, '/nowhere', 'in-refused');
	for (const expected of ['in-query', 'in-header', 'in-refused', 'grüß'])
		t.true(t.context.text().includes(expected));
});

test('a wait that fails lists what did arrive', async t => {
	await post(t.context, '/api/1/envelope/', envelope);
	await post(t.context, '/x', '');
	const error = await t.throwsAsync(t.context.event(() => false, {timeoutMs: 50}));
	t.regex(
		error!.message,
		/^No event matched within 50 ms\. Arrived:\n {2}2 requests: POST \/api\/1\/envelope\/ → 200, POST \/x → 404 \(no such endpoint\)/,
	);
	t.regex(error!.message, /1 events: grüß \(no transaction\)/);
	t.regex(error!.message, /0 spans$/m);
});

test('a wait fails with the error of its predicate', async t => {
	const waiting = t.context.event(() => {
		throw new RangeError('predicate');
	});
	await post(t.context, '/api/1/envelope/', envelope);
	await t.throwsAsync(waiting, {instanceOf: RangeError});
});

test('a wait fails when the sink closes', async t => {
	const waiting = t.throwsAsync(t.context.span(), {message: /^No span matched before the sink was closed/});
	await t.context.close();
	await waiting;
	await t.throwsAsync(t.context.span(), {message: /closed/}, 'nor does a later one wait for its time-out');
});

test('clear forgets what arrived, in the same lists', async t => {
	const {events, requests} = t.context;
	await post(t.context, '/api/1/envelope/', envelope);
	t.context.clear();
	t.deepEqual([events.length, requests.length], [0, 0]);
	await post(t.context, '/api/1/envelope/', envelope);
	t.deepEqual([events.length, requests.length], [1, 1]);
});

test('keeps only counts when asked to', async t => {
	const sink = await startCountingSink();
	t.teardown(sink.close);
	await post(sink, '/api/1/envelope/', gzipSync(envelope), {'content-encoding': 'gzip'});
	const spans = '{"type":"span","item_count":3}\n{"items":[]}';
	await post(sink, '/api/1/envelope/', `{}\n${spans}\n{"type":"transaction"}\n{}`);
	await post(sink, '/api/1/envelope/', 'garbage');
	t.like(sink.counts, {
		requests: 3,
		refused: 1,
		events: 1,
		transactions: 1,
		items: {event: 1, session: 1, span: 3},
	});
	t.true(sink.counts.bytes > gzipSync(envelope).length);
	t.deepEqual([sink.requests, sink.events, sink.items], [[], [], []]);
	await t.throwsAsync(sink.event(), {message: /this sink keeps nothing/});
});
