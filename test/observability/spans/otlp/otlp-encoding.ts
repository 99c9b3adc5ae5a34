import assert from 'node:assert/strict';
import type {Attributes} from '@opentelemetry/api';
import {ProtobufTraceSerializer} from '@opentelemetry/otlp-transformer';
import type {ReadableSpan} from '@opentelemetry/sdk-trace';
import test from 'ava';
import fc from 'fast-check';
import {createOutgoing} from '../../../../observability/privacy/outgoing.ts';
import {createSpanEncoder} from '../../../../observability/spans/otlp/otlp-span.ts';
import {ProtobufWriter} from '../../../../observability/spans/otlp/protobuf-writer.ts';
import {sampleRateOf} from '../../../../observability/spans/sampling/rate-sampler.ts';
import {otlpType} from '../../../kit/otlp.ts';
import {anySpan} from '../_any-span.ts';

const common = {'sentry.release': 'shop@1.2.3'};

interface Decoded {
	attributes: {key: string; value: {stringValue?: string; doubleValue?: number}}[];
	status?: unknown;
	[field: string]: unknown;
}

/** What is left out has its default, so that both ways to say nothing are the same. */
function decode(name: 'ScopeSpans' | 'TracesRequest', bytes: Uint8Array): unknown {
	const type = otlpType(name);
	return type.toObject(type.decode(bytes), {longs: String, bytes: String, defaults: true});
}

const outgoing = createOutgoing(true);

/** As the official encoder has it, with what is done to everything that leaves. */
function official(span: ReadableSpan): Decoded {
	const masked = {
		...span,
		name: outgoing.text(span.name),
		attributes: masking(span.attributes),
		status: {...span.status, ...(span.status.message && {message: outgoing.text(span.status.message)})},
		events: span.events.map(event => ({
			...event,
			name: outgoing.text(event.name),
			...(event.attributes && {attributes: masking(event.attributes)}),
		})),
		links: span.links.map(link => ({
			...link,
			...(link.attributes && {attributes: masking(link.attributes)}),
		})),
	};
	const request = decode('TracesRequest', ProtobufTraceSerializer.serializeRequest([masked])!);
	const {resourceSpans} = request as {resourceSpans: {scopeSpans: {spans: Decoded[]}[]}[]};
	return resourceSpans[0]!.scopeSpans[0]!.spans[0]!;
}

function masking(attributes: Attributes): Attributes {
	return Object.fromEntries(
		Object.entries(attributes).map(([key, value]) => [key, value && outgoing.attribute(key, value)]),
	);
}

test('spans decode as those of OpenTelemetry’s own encoder, plus release and sample rate', t => {
	// One for all spans, as in the service: what it remembers of one must not show in the next.
	const encode = createSpanEncoder({common, outgoing});
	const decodesEqual = fc.property(
		fc.array(anySpan, {minLength: 1, maxLength: 4}),
		fc.integer({min: 1, max: 700}),
		(spans, room) => {
			const writer = new ProtobufWriter(room);
			for (const span of spans) encode(writer, span);
			const {spans: decoded} = decode('ScopeSpans', writer.finish()) as {spans: Decoded[]};
			assert.equal(decoded.length, spans.length);
			for (const [index, span] of spans.entries()) {
				const {status, attributes, ...rest} = decoded[index]!;
				const [release, rate] = attributes.splice(-2);
				assert.deepEqual([release!.key, release!.value.stringValue], ['sentry.release', 'shop@1.2.3']);
				const expectedRate = sampleRateOf(span.spanContext().traceState);
				assert.deepEqual([rate!.key, rate!.value.doubleValue], ['sentry.client_sample_rate', expectedRate]);
				const unset = {message: '', code: 0};
				assert.deepEqual({...rest, attributes, status: status ?? unset}, official(span));
			}
		},
	);
	t.notThrows(() => fc.assert(decodesEqual, {numRuns: 300, includeErrorInReport: true}));
});

test('what spans have in common with the one before decodes as by itself', t => {
	const encode = createSpanEncoder({common, outgoing});
	const tags = ['one'];
	const values = ['GET', 'x'.repeat(700), 200, true, tags, 'Bearer abcdefghi'];
	const alike = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'token'), fc.constantFrom(...values), {
		noNullPrototype: true,
	}) as fc.Arbitrary<Attributes>;
	const [span] = fc.sample(anySpan, {numRuns: 1, seed: 1});
	const decodesEqual = fc.property(fc.array(alike, {minLength: 2, maxLength: 8}), all => {
		const writer = new ProtobufWriter(64);
		const expected = all.map((attributes, index) => {
			// A list that was changed is the same list.
			tags[0] = `tag ${index}`;
			encode(writer, {...span!, attributes});
			return official({...span!, attributes}).attributes;
		});
		const {spans} = decode('ScopeSpans', writer.finish()) as {spans: Decoded[]};
		assert.deepEqual(
			spans.map(({attributes}) => attributes.slice(0, -2)),
			expected,
		);
	});
	t.notThrows(() => fc.assert(decodesEqual, {numRuns: 500, includeErrorInReport: true}));
});

test('spans are the same bytes wherever the buffer has to grow', t => {
	const encode = createSpanEncoder({common, outgoing});
	for (const span of fc.sample(anySpan, {numRuns: 40, seed: 1})) {
		const roomy = new ProtobufWriter(1_000_000);
		encode(roomy, span);
		const expected = roomy.finish();
		// Long texts make the same steps as short ones.
		if (expected.length > 2000) continue;
		for (let room = 1; room <= expected.length; room++) {
			const writer = new ProtobufWriter(room);
			encode(writer, span);
			if (!writer.finish().equals(expected)) t.fail(`differs with ${room} bytes of room`);
		}
	}
	t.pass();
});
