import test from 'ava';
import {countSpans} from '../otlp-count.ts';
import {json, protobuf} from './_fixture-spans.ts';

test('counts spans without decoding them', t => {
	t.is(countSpans(protobuf, 'application/x-protobuf'), 3);
	t.is(countSpans(json, 'application/json'), 3);
	t.is(countSpans(Buffer.concat([protobuf, protobuf]), 'application/x-protobuf'), 6, 'fields may repeat');
	t.is(countSpans(new Uint8Array(), 'application/x-protobuf'), 0);
	t.throws(() => countSpans(protobuf.subarray(0, -1), 'application/x-protobuf'));
});
