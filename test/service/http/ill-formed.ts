import test from 'ava';
import fc from 'fast-check';
import {findIllFormed} from '../../../service/http/ill-formed.ts';
import {createHttpClient} from '../../kit/client.ts';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';

const pointers = (text: string) => findIllFormed(JSON.parse(text)).map(({pointer}) => pointer);

test('texts and keys that are no Unicode are found, wherever they stand', t => {
	t.deepEqual(pointers('"\\ud800"'), ['']);
	t.deepEqual(pointers('{"a/b":["x",{"~":"\\udc00"}],"😀":"\\ud83d\\ude00"}'), ['/a~1b/1/~0']);
	t.deepEqual(pointers('{"\\ud800":1}'), ['/\ufffd']);
	t.deepEqual(pointers('{"__proto__":{"x":"\\ud800"}}'), ['/__proto__/x']);
	t.is(pointers(`[${Array(1000).fill('"\\ud800"').join()}]`).length, 10);
});

test('whatever is well-formed is left alone, and whatever is not is found', t => {
	fc.assert(
		fc.property(fc.json({stringUnit: 'binary'}), text => {
			t.deepEqual(pointers(text), []);
			t.is(pointers(`[${text},"\\udfff"]`).length, 1);
		}),
	);
});

test('however deep', t => {
	const depth = 400_000;
	t.deepEqual(pointers(`${'['.repeat(depth)}"\\ud800"${']'.repeat(depth)}`), ['/0'.repeat(32)]);
});

test('a body with such a text is 422, names the place, and is no event; one as deep as its limit too', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({env: {SENTRY_DSN: sink.dsn}});
	t.teardown(service.stop);
	const client = createHttpClient(service.port);
	const post = (body: string) =>
		client.request({method: 'POST', path: '/quotes', headers: {'content-type': 'application/json'}, body});
	const answer = await post('{"items":[{"sku":"tea","quantity":1}],"note":{"from":"\\ud83d"}}');
	t.is(answer.status, 422);
	t.like(answer.json(), {errors: [{pointer: '/note/from', detail: 'must be Unicode text'}]});
	const depth = 500_000;
	t.is((await post(`${'['.repeat(depth)}"\\ud800"${']'.repeat(depth)}`)).status, 422);
	t.is((await post('{"items":[{"sku":"tea","quantity":1}],"note":"\\ud83d\\ude00"}')).status, 200);
	await client.close();
	await service.stop();
	t.deepEqual(sink.events, []);
});
