import {SpanKind} from '@opentelemetry/api';
import test from 'ava';
import {decodeTraces} from '../otlp-spans.ts';
import {attributes, json, protobuf, resource, spans, traceId} from './_fixture-spans.ts';

test('spans decode equal from protobuf and JSON', t => {
	t.deepEqual(
		decodeTraces(protobuf, 'application/x-protobuf'),
		decodeTraces(json, 'application/json; charset=utf-8'),
	);
});

test('a span decodes to what was recorded', t => {
	const span = decodeTraces(protobuf, 'application/x-protobuf').find(({kind}) => kind === 2)!;
	t.deepEqual(span, {
		name: 'GET /parcels/:id',
		kind: 2,
		traceId,
		spanId: spans.find(({kind}) => kind === SpanKind.SERVER)!.spanContext().spanId,
		parentSpanId: 'b7ad6b7169203331',
		flags: 0x301,
		traceState: 'vendor=1',
		attributes,
		attributeTypes: {
			'a.string': 'stringValue',
			'an.empty.string': 'stringValue',
			'a.bool': 'boolValue',
			'an.int': 'intValue',
			'a.zero': 'intValue',
			'a.double': 'doubleValue',
			'an.array': 'arrayValue',
			'an.array.of.doubles': 'arrayValue',
			__proto__2: 'stringValue',
		},
		status: {code: 2, message: 'boom'},
		startTimeUnixNano: 1_800_000_000_123_456_789n,
		endTimeUnixNano: 1_800_000_001_000_000_000n,
		events: [
			{name: 'exception', timeUnixNano: 1_800_000_000_000_000_005n, attributes: {'exception.type': 'Error'}},
		],
		links: [
			{
				traceId,
				spanId: 'b7ad6b7169203331',
				traceState: 'vendor=1',
				flags: 0x301,
				attributes: {reason: 'retry'},
			},
		],
		resource: {...resource.attributes},
		scope: {name: 'http', version: '1.2.3'},
	});
});

test('a root span has no parent, and an unset status is 0', t => {
	const root = decodeTraces(protobuf, 'application/x-protobuf').find(({name}) => name === 'root')!;
	t.is(root.parentSpanId, undefined);
	t.deepEqual(root.status, {code: 0, message: ''});
	t.deepEqual(root.attributes, {});
	t.deepEqual(root.scope, {name: 'other', version: ''});
});
