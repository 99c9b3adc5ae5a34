import assert from 'node:assert/strict';
import test from 'ava';
import fc from 'fast-check';
import {scrubText} from '../../../../observability/privacy/secrets.ts';
import {createTransaction} from '../../../../observability/spans/envelope/transaction.ts';
import {sampleRateOf} from '../../../../observability/spans/sampling/rate-sampler.ts';
import {anySpan} from '../_any-span.ts';

const options = {environment: 'test', release: 'shop@1.2.3', samplingContext: undefined};

const seconds = ([whole, nanos]: readonly [number, number]) => whole + nanos / 1e9;

test('a transaction says what its spans say', t => {
	const keepsAll = fc.property(anySpan, fc.array(anySpan, {maxLength: 3}), (root, children) => {
		const event = createTransaction(root, children, options);
		assert.equal(event.transaction, root.name);
		assert.match(event.event_id!, /^[\da-f]{32}$/);
		assert.equal(event.start_timestamp, seconds(root.startTime));
		const {trace} = event.contexts!;
		const rate = sampleRateOf(root.spanContext().traceState);
		const more = {'sentry.release': 'shop@1.2.3', 'sentry.client_sample_rate': rate};
		const all = [
			{span: root, json: trace!, more},
			...children.map((span, index) => ({span, json: event.spans![index]!, more})),
		];
		for (const {span, json, more} of all) {
			const {traceId, spanId} = span.spanContext();
			assert.deepEqual([json.trace_id, json.span_id], [traceId, spanId]);
			assert.equal(json.parent_span_id, span.parentSpanContext?.spanId);
			const {message} = span.status;
			assert.deepEqual(json.data, {
				...span.attributes,
				...(message && {'otel.status_message': scrubText(message)}),
				...more,
			});
			const links = (json.links ?? []) as {trace_id: string; sampled: boolean; attributes: unknown}[];
			assert.deepEqual(
				links.map(link => [link.trace_id, link.sampled, link.attributes]),
				span.links.map(({context, attributes = {}}) => [
					context.traceId,
					context.traceFlags % 2 === 1,
					attributes,
				]),
			);
		}
		for (const [index, child] of children.entries()) {
			assert.equal(event.spans![index]!.description, child.name);
			assert.equal(event.spans![index]!.timestamp, seconds(child.endTime));
		}
	});
	t.notThrows(() => fc.assert(keepsAll, {numRuns: 200, includeErrorInReport: true}));
});
