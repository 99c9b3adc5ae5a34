import type {Attributes, AttributeValue, Link, SpanContext} from '@opentelemetry/api';
import {TraceState} from '@opentelemetry/core';
import {resourceFromAttributes} from '@opentelemetry/resources';
import type {ReadableSpan, TimedEvent} from '@opentelemetry/sdk-trace';
import fc from 'fast-check';

const hex = (digits: number) =>
	fc
		.array(fc.integer({min: 0, max: 15}), {minLength: digits, maxLength: digits})
		.map(values => values.map(value => value.toString(16)).join(''))
		.filter(id => !/^0*$/.test(id));

/** Empty, long enough for every length prefix, and of every plane; half a surrogate pair too. */
const text = fc.oneof(
	{weight: 4, arbitrary: fc.string({unit: 'binary', maxLength: 40})},
	{weight: 2, arbitrary: fc.string({maxLength: 300})},
	{weight: 1, arbitrary: fc.constantFrom('', '\ud800', 'é'.repeat(42), '€'.repeat(43), '😀'.repeat(100))},
	{weight: 1, arbitrary: fc.integer({min: 0, max: 40_000}).map(length => 'ü'.repeat(length))},
);

/** Not above 2^53, where OpenTelemetry's own encoder writes what no number can hold. */
const number = fc.oneof(
	fc.maxSafeInteger(),
	fc.double({min: -1e15, max: 1e15}),
	fc.constantFrom(0, -0, 0.1, -1, 127, 128, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 1e300, Number.NaN, -Infinity),
);

const scalar = fc.oneof(text, number, fc.boolean());

const value: fc.Arbitrary<AttributeValue> = fc.oneof(
	{weight: 6, arbitrary: scalar},
	{
		weight: 1,
		arbitrary: fc.array(fc.oneof(scalar, fc.constant(null)), {maxLength: 5}) as fc.Arbitrary<AttributeValue>,
	},
	{weight: 1, arbitrary: fc.uint8Array({maxLength: 300})},
	{
		weight: 1,
		arbitrary: fc.letrec<{tree: AttributeValue}>(tie => ({
			tree: fc.oneof(
				{maxDepth: 3},
				scalar,
				fc.dictionary(text, tie('tree'), {maxKeys: 3, noNullPrototype: true}),
				fc.array(tie('tree'), {maxLength: 3}),
			) as fc.Arbitrary<AttributeValue>,
		})).tree,
	},
);

/** Few keys, so that one comes with many values, and on spans, events and links alike. */
const key = fc.oneof(fc.constantFrom('http.route', 'url.path', 'a', '', 'é'), text);

const attributes: fc.Arbitrary<Attributes> = fc.dictionary(key, value, {maxKeys: 6, noNullPrototype: true});

const traceState = fc.constantFrom(
	undefined,
	new TraceState('vendor=1'),
	new TraceState('ot=th:8,other=x'),
	new TraceState(`a=${'b'.repeat(200)}`),
);

const spanContext: fc.Arbitrary<SpanContext> = fc
	.record({
		traceId: hex(32),
		spanId: hex(16),
		traceFlags: fc.constantFrom(0, 1, 3),
		isRemote: fc.boolean(),
		traceState,
	})
	.map(({traceState: state, ...context}) => ({...context, ...(state && {traceState: state})}));

const time = fc.tuple(fc.integer({min: 0, max: 4_000_000_000}), fc.integer({min: 0, max: 999_999_999}));

const count = fc.constantFrom(0, 1, 127, 128, 100_000);

const event: fc.Arbitrary<TimedEvent> = fc.record(
	{time, name: text, attributes, droppedAttributesCount: count},
	{requiredKeys: ['time', 'name']},
);

const link: fc.Arbitrary<Link> = fc.record(
	{context: spanContext, attributes, droppedAttributesCount: count},
	{requiredKeys: ['context']},
);

const scope = fc.record({name: text, version: text}, {requiredKeys: ['name']});

/** Any span that the SDK could hand to an exporter, and some that it could not. */
export const anySpan: fc.Arbitrary<ReadableSpan> = fc
	.record({
		name: text,
		kind: fc.integer({min: 0, max: 4}),
		context: spanContext,
		parentSpanContext: fc.option(spanContext, {nil: undefined}),
		startTime: time,
		endTime: time,
		status: fc.record({code: fc.integer({min: 0, max: 2}), message: text}, {requiredKeys: ['code']}),
		attributes,
		links: fc.array(link, {maxLength: 3}),
		events: fc.array(event, {maxLength: 3}),
		instrumentationScope: scope,
		resource: attributes.map(resourceFromAttributes),
		droppedAttributesCount: count,
		droppedEventsCount: count,
		droppedLinksCount: count,
	})
	.map(({context, parentSpanContext, ...span}) => ({
		...span,
		...(parentSpanContext && {parentSpanContext}),
		spanContext: () => context,
		duration: [0, 0],
		ended: true,
	}));
