import test from 'ava';
import type {TracedPair} from '../_traced-pair.ts';
import {startTracedPair} from '../_traced-pair.ts';

/** https://www.w3.org/TR/baggage/, whose limits are 64 members and 8192 bytes at the least. */
let pair: TracedPair;

test.before(async () => {
	pair = await startTracedPair({OTEL_PROPAGATORS: 'tracecontext,baggage'});
});

test.after.always(() => pair?.close());

const passesOn = test.macro({
	async exec(t, lines: string[], expected: string | undefined) {
		const {status, sent} = await pair.ask(lines.map((line): [string, string] => ['baggage', line]));
		t.is(status, 200);
		t.is(sent.baggage, expected);
	},
	title(_, lines) {
		const text = JSON.stringify(lines);
		return `passes on ${text.length > 90 ? `${text.slice(0, 80)}… (${text.length})` : text}`;
	},
});

const members = (count: number, value = '1') =>
	Array.from({length: count}, (_, index) => `key${index}=${value}`).join(',');

test(passesOn, ['tenant=acme'], 'tenant=acme');
test(passesOn, ['tenant=acme', 'color=blue'], 'tenant=acme,color=blue');
test(passesOn, [' tenant = acme , color = blue '], 'tenant=acme,color=blue');
test(passesOn, ['tenant=acme;property=1;flag'], 'tenant=acme;property=1;flag');
test(passesOn, ['name=J%C3%BCrgen%20%2C'], 'name=J%C3%BCrgen%20%2C');
test(passesOn, [members(64)], members(64));
test(passesOn, [`a=${'x'.repeat(4000)}`], `a=${'x'.repeat(4000)}`);

test(passesOn, [''], undefined);
test(passesOn, ['no-value,=no-key,,;'], undefined);
test(passesOn, ['bad=%E0%A4%A,good=1'], 'good=1');
test(passesOn, ['injected=%0d%0aevil:%201'], 'injected=%0D%0Aevil%3A%201');
test(passesOn, [`a=${'x'.repeat(4100)},b=1`], 'b=1');
test(passesOn, [members(181)], members(180));
test(passesOn, ['__proto__=1,constructor=2'], 'constructor=2');

test('no more than 8192 bytes are passed on, whole members only', async t => {
	const {sent} = await pair.ask([['baggage', members(100, 'x'.repeat(100))]]);
	t.true(sent.baggage!.length <= 8192);
	t.true(sent.baggage!.split(',').every(member => /^key\d+=x{100}$/.test(member)));
	const latin1 = await pair.ask([['baggage', `a=${'\xe9'.repeat(3000)},b=1`]]);
	t.is(latin1.sent.baggage, 'b=1', 'counted as they are passed on');
});

test('baggage never shows in a span', async t => {
	const {spanId} = await pair.ask([['baggage', 'customer=hush-hush']]);
	const span = await pair.sink.span(found => found.spanId === spanId);
	t.false(Object.values(span.attributes).some(value => String(value).includes('hush-hush')));
});
