import {SpanKind} from '@opentelemetry/api';
import type {ReadableSpan} from '@opentelemetry/sdk-trace';
import {TracerProvider} from '@opentelemetry/sdk-trace';
import test from 'ava';
import {createTransaction} from '../../../observability/spans/envelope/transaction.ts';

const options = {environment: 'test', release: 'a@1', samplingContext: undefined};

const url = {'http.request.method': 'GET', 'url.full': 'http://catalog/products/tea'};

function span(name: string, kind: SpanKind, attributes = {}): ReadableSpan {
	const started = new TracerProvider({spanProcessors: []})
		.getTracer('test')
		.startSpan(name, {kind, attributes});
	started.end();
	return started as unknown as ReadableSpan;
}

test('a client span is described by its method and URL, every other one by its name', t => {
	const children = [
		span('GET', SpanKind.CLIENT, url),
		span('publish', SpanKind.CLIENT),
		span('look', SpanKind.INTERNAL, url),
	];
	const {spans} = createTransaction(span('GET /debug/status/:code', SpanKind.SERVER), children, options);
	t.deepEqual(
		spans!.map(({description}) => description),
		['GET http://catalog/products/tea', 'publish', 'look'],
	);
});

test('a transaction is named once: Spotlight would call every segment of the trace by a description', t => {
	const {transaction, contexts} = createTransaction(
		span('GET /debug/status/:code', SpanKind.SERVER),
		[],
		options,
	);
	t.is(transaction, 'GET /debug/status/:code');
	t.false('description' in contexts!.trace!);
});
