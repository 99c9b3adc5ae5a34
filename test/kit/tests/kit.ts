import type {TestFn} from 'ava';
import anyTest from 'ava';
import type {Kit} from '../kit.ts';
import {startKit} from '../kit.ts';
import {unlistedAttributes} from '../listed-attributes.ts';
import type {Span} from '../otlp-spans.ts';

const test = anyTest as TestFn<Kit>;

test.before(async t => {
	t.context = await startKit();
});

test.after.always(t => t.context.close());

test('the span of an answer is found, with its user', async t => {
	const response = await t.context.asUser('ada')('/debug/status/200');
	await t.context.expectSpan(t, response, {
		name: 'GET /debug/status/:code',
		status: 0,
		attributes: {'user.id': 'ada', 'http.response.status_code': 200},
	});
	await t.context.expectNoEvent(t, response);
});

test('the one event of an answer is found, with its user', async t => {
	const response = await t.context.asUser('grace')('/debug/sentry', {headers: {'x-request-id': 'mine'}});
	const span = await t.context.expectSpan(t, response, {status: 2});
	const event = await t.context.expectEvent(t, response, {
		type: 'Error',
		value: 'This failure is on purpose',
		level: 'error',
		user: 'grace',
		tags: {request_id: 'mine'},
	});
	t.is(event.contexts?.trace?.trace_id, span.traceId);
});

test('a stranger has no user', async t => {
	const response = await t.context.get('/debug/status/204');
	const span = await t.context.expectSpan(t, response);
	t.false('user.id' in span.attributes);
});

test('what is expected of a span and is not so fails the test', async t => {
	const response = await t.context.get('/debug/status/200');
	const wrong = await t.try(attempt =>
		t.context.expectSpan(attempt, response, {name: 'GET /other'}).then(() => {}),
	);
	wrong.discard();
	t.false(wrong.passed);
	const failing = await t.context.get('/debug/status/500');
	const quiet = await t.try(attempt => t.context.expectNoEvent(attempt, failing));
	quiet.discard();
	t.false(quiet.passed);
});

test('an attribute that the schema does not list is found, on any kind of span', t => {
	for (const kind of [1, 2, 3]) {
		const attributes = {'sentry.release': 'a', 'app.not.listed': 1};
		t.deepEqual(unlistedAttributes({kind, attributes} as unknown as Span), ['app.not.listed']);
	}
});
