import type {Attributes, Exception, Span, SpanStatus, Tracer} from '@opentelemetry/api';
import {ROOT_CONTEXT, SpanKind} from '@opentelemetry/api';
import {hrTimeToMilliseconds} from '@opentelemetry/core';
import type {ReadableSpan, SpanProcessor} from '@opentelemetry/sdk-trace';
import {AlwaysOnSampler, TracerProvider} from '@opentelemetry/sdk-trace';
import test from 'ava';
import fc from 'fast-check';
import {createIdGenerator} from '../../../observability/spans/id-generator.ts';
import type {RequestSpan} from '../../../observability/spans/keeping/request-span.ts';
import {createStart} from '../../../observability/spans/keeping/server-spans.ts';
import {startService} from '../../kit/service.ts';
import {startSink} from '../../kit/sink.ts';

const nowhere: SpanProcessor = {
	onStart() {},
	onEnd() {},
	async forceFlush() {},
	async shutdown() {},
};

/** With so little room that most limits are met. */
function createPair(): [ours: Span & ReadableSpan, sdks: Span & ReadableSpan] {
	const provider = new TracerProvider({
		spanProcessors: [nowhere],
		spanLimits: {
			attributeCountLimit: 3,
			attributeValueLengthLimit: 5,
			eventCountLimit: 2,
			linkCountLimit: 2,
			attributePerEventCountLimit: 1,
			attributePerLinkCountLimit: 1,
		},
	});
	const tracer: Tracer = provider.getTracer('test', '1.0.0');
	const start = createStart({
		tracer,
		sampler: new AlwaysOnSampler(),
		idGenerator: createIdGenerator(),
		processor: nowhere,
	});
	const sdks = tracer.startSpan('GET', {kind: SpanKind.SERVER}, ROOT_CONTEXT);
	return [start('GET', ROOT_CONTEXT, performance.now()) as Span & ReadableSpan, sdks as Span & ReadableSpan];
}

const key = fc.constantFrom('a', 'b', 'c', 'd', '');
const value = fc.oneof(
	fc.string({maxLength: 8}),
	fc.integer(),
	fc.boolean(),
	fc.array(fc.string({maxLength: 8}), {maxLength: 3}),
	fc.constantFrom(undefined, null, {nested: 'deeply'}, () => 1, [1, 'mixed'], Number.NaN),
);
const attributes = fc.option(fc.dictionary(key, value), {nil: undefined}) as fc.Arbitrary<
	Attributes | undefined
>;
const at = Date.UTC(2026, 0, 1);
const other = {traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1};

/** Whatever code may do to a span that it is given. */
const act: fc.Arbitrary<(span: Span) => unknown> = fc.oneof(
	fc.tuple(key, value).map(
		([k, v]) =>
			(span: Span) =>
				span.setAttribute(k, v as string),
	),
	attributes.map(given => (span: Span) => span.setAttributes(given ?? {})),
	fc.tuple(fc.string(), attributes).map(
		([name, given]) =>
			(span: Span) =>
				span.addEvent(name, given, at),
	),
	attributes.map(given => (span: Span) => span.addLink({context: other, ...(given && {attributes: given})})),
	fc
		.record({code: fc.constantFrom(0, 1, 2), message: fc.option(fc.string(), {nil: undefined})})
		.map(status => (span: Span) => span.setStatus(status as SpanStatus)),
	fc.string().map(name => (span: Span) => span.updateName(name)),
	fc
		.constantFrom<Exception>('a text', new TypeError('an error'), {code: 7}, {message: ''})
		.map(thrown => (span: Span) => span.recordException(thrown, at)),
	fc.constant((span: Span) => span.end()),
);

const said = (span: ReadableSpan) => ({
	name: span.name,
	kind: span.kind,
	status: span.status,
	ended: span.ended,
	attributes: span.attributes,
	events: span.events,
	links: span.links,
	dropped: [span.droppedAttributesCount, span.droppedEventsCount, span.droppedLinksCount],
	scope: span.instrumentationScope,
	resource: span.resource,
});

test('a request’s span takes what it is told as one of the SDK’s own does', t => {
	t.notThrows(() =>
		fc.assert(
			fc.property(fc.array(act, {maxLength: 12}), acts => {
				const [ours, sdks] = createPair();
				for (const each of acts) {
					each(ours);
					each(sdks);
				}
				t.deepEqual(said(ours), said(sdks));
				if (ours.ended) t.true(ours.duration[0] * 1e9 + ours.duration[1] >= 0);
			}),
			{numRuns: 500},
		),
	);
});

test('how it is described stands over what it was told, and where that is nothing what it was told stands', t => {
	for (const told of [undefined, true]) {
		const [ours] = createPair() as unknown as [RequestSpan];
		if (told) ours.setAttributes({a: 1, b: 'tw', c: true});
		ours.describe({a: 7, b: undefined, d: 'four'});
		const {attributes} = ours;
		t.is(attributes['a'], 7);
		t.is(attributes['b'], told && 'tw');
		t.is(attributes['c'], told);
		t.is(attributes['d'], 'four');
	}
});

test('it ends when it is told to have, but not before it began', t => {
	const [later, sdksLater] = createPair();
	const [before, sdksBefore] = createPair();
	const inAnHour = new Date(Date.now() + 3_600_000);
	for (const span of [later, sdksLater]) span.end(inAnHour);
	for (const span of [before, sdksBefore]) span.end(at);
	const apart = hrTimeToMilliseconds(later.endTime) - hrTimeToMilliseconds(sdksLater.endTime);
	t.true(Math.abs(apart) < 1, `${apart} ms apart`);
	t.deepEqual([before.duration, before.endTime], [sdksBefore.duration, before.startTime]);
});

test('OpenTelemetry’s limits in the environment hold for what it is told, and for how it is described', async t => {
	const sink = await startSink();
	t.teardown(sink.close);
	const service = await startService({
		entry: 'test/observability/spans/_telling-service.ts',
		env: {
			SENTRY_DSN: sink.dsn,
			OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT: '4',
			OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '3',
		},
	});
	t.teardown(service.stop);
	await fetch(`${service.url}/telling`);
	const span = await sink.span(({kind}) => kind === SpanKind.SERVER + 1);
	const described = Object.entries(span.attributes).filter(([name]) => !name.startsWith('sentry.'));
	t.deepEqual(described, [
		['told', 'a te'],
		['http.request.method', 'GET'],
		['url.path', '/tel'],
	]);
	t.is(span.resource['service.version'], span.scope.version);
});
