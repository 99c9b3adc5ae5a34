import test from 'ava';
import {otlpType} from '../otlp.ts';
import {decodeTraces} from '../otlp-spans.ts';
import {traceId} from './_fixture-spans.ts';

test('decodes what the SDK never writes: nested lists, bytes, big integers, not-finite doubles, no value', t => {
	const value = (key: string, value: object) => ({key, value});
	const type = otlpType('TracesRequest');
	const ids = {traceId: Buffer.alloc(16, 1), spanId: Buffer.alloc(8, 1)};
	const sent = [
		value('list', {
			kvlistValue: {values: [value('__proto__', {boolValue: true}), value('n', {arrayValue: {}})]},
		}),
		value('bytes', {bytesValue: Buffer.from([0, 255])}),
		value('big', {intValue: 9_223_372_036_854_775_807n}),
		value('nan', {doubleValue: Number.NaN}),
		value('whole', {doubleValue: 1}),
		value('nothing', {doubleValue: 0}),
		value('empty', {}),
	];
	const body = type
		.encode(type.fromObject({resourceSpans: [{scopeSpans: [{spans: [{...ids, attributes: sent}]}]}]}))
		.finish();
	const [span] = decodeTraces(body, 'application/x-protobuf');
	t.deepEqual(span!.attributes, {
		list: Object.fromEntries<unknown>([
			['__proto__', true],
			['n', []],
		]) as never,
		bytes: new Uint8Array([0, 255]),
		big: 9_223_372_036_854_775_807n,
		nan: Number.NaN,
		whole: 1,
		nothing: 0,
		empty: null,
	});
	t.like(span!.attributeTypes, {whole: 'doubleValue', nothing: 'doubleValue', empty: 'empty'});
});

test('JSON may write 64-bit integers as strings and bytes in base64', t => {
	const sent = [
		{key: 'int', value: {intValue: '-5'}},
		{key: 'big', value: {intValue: '9223372036854775807'}},
		{key: 'nan', value: {doubleValue: 'NaN'}},
		{key: 'bytes', value: {bytesValue: 'AP8='}},
	];
	const body = JSON.stringify({
		resourceSpans: [
			{
				scopeSpans: [
					{spans: [{traceId: traceId.toUpperCase(), spanId: 'b7ad6b7169203331', attributes: sent}]},
				],
			},
		],
	});
	const [span] = decodeTraces(Buffer.from(body), 'application/json');
	t.deepEqual(span!.attributes, {
		int: -5,
		big: 9_223_372_036_854_775_807n,
		nan: Number.NaN,
		bytes: new Uint8Array([0, 255]),
	});
	t.is(span!.traceId, traceId);
});
