import {mock} from 'node:test';
import {ROOT_CONTEXT, TraceFlags} from '@opentelemetry/api';
import type {ReadableSpan} from '@opentelemetry/sdk-trace';
import test from 'ava';
import {createSegmentSpanProcessor} from '../../../../observability/spans/envelope/segment-span-processor.ts';

function fakeSpan(spanId: string, parent?: ReadableSpan): ReadableSpan {
	const spanContext = {traceId: 'a'.repeat(32), spanId, traceFlags: TraceFlags.SAMPLED};
	return {
		name: spanId,
		spanContext: () => spanContext,
		...(parent && {parentSpanContext: parent.spanContext()}),
	} as ReadableSpan;
}

test('a request that stays open holds up no other whose child never ends', t => {
	let time = 0;
	mock.method(performance, 'now', () => time);
	mock.timers.enable({apis: ['setTimeout']});
	t.teardown(() => mock.reset());
	const pass = (ms: number) => {
		time += ms;
		mock.timers.tick(ms);
	};
	const emitted: string[][] = [];
	const processor = createSegmentSpanProcessor((root, children) =>
		emitted.push([root, ...children].map(({name}) => name)),
	);
	const start = (span: ReadableSpan) => processor.onStart(span as never, ROOT_CONTEXT);

	const events = fakeSpan('server-sent events');
	start(events);
	pass(90_000);
	const request = fakeSpan('request');
	const done = fakeSpan('done', request);
	const left = fakeSpan('left open', request);
	for (const span of [request, done, left]) start(span);
	processor.onEnd(done);
	processor.onEnd(request);
	pass(59_000);
	t.deepEqual(emitted, []);
	// By itself: nobody else may come for hours.
	pass(1100);
	t.deepEqual(emitted, [['request', 'done']]);
	processor.onEnd(left);
	t.deepEqual(emitted.at(-1), ['left open'], 'later it is a segment of its own');
	processor.onEnd(events);
	t.deepEqual(emitted.at(-1), ['server-sent events']);
});
