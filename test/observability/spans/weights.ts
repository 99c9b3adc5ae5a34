import {createHash} from 'node:crypto';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {ROOT_CONTEXT} from '@opentelemetry/api';
import type {ReadableSpan, SpanProcessor} from '@opentelemetry/sdk-trace';
import {TracerProvider} from '@opentelemetry/sdk-trace';
import test from 'ava';
import {loadConfig} from '../../../config/load-config.ts';
import {RequestContext} from '../../../observability/requests/request-context.ts';
import {keepAside} from '../../../observability/spans/keeping/keep-aside.ts';
import {createKeepReported} from '../../../observability/spans/keeping/keep-reported.ts';
import {createSampler} from '../../../observability/spans/sampling/create-sampler.ts';
import {sampleRateOf} from '../../../observability/spans/sampling/rate-sampler.ts';

const requests = 100_000;
const failuresOf = 20;

/** The same ids each time, as random as any. */
function createDrawnIds() {
	let drawn = 0;
	const draw = () => createHash('sha256').update(`id ${drawn++}`).digest('hex');
	return {generateTraceId: () => draw().slice(0, 32), generateSpanId: () => draw().slice(0, 16)};
}

/** What Sentry makes of the spans that it gets: each counts for as many as the inverse of its rate. */
function simulate(rate: number, spansBelow: number) {
	const sums = {requests: 0, failures: 0, below: 0};
	const send: SpanProcessor = {
		onStart() {},
		onEnd(span: ReadableSpan) {
			const weight = 1 / sampleRateOf(span.spanContext().traceState);
			if (span.kind === 0) sums.below += weight;
			else sums.requests += weight;
			if (span.attributes['failed']) sums.failures += weight;
		},
		async forceFlush() {},
		async shutdown() {},
	};
	const keep = createKeepReported(send, () => {});
	const sampler = createSampler(loadConfig({SENTRY_TRACES_SAMPLE_RATE: String(rate)}));
	const idGenerator = createDrawnIds();
	const provider = new TracerProvider({
		sampler: keepAside(sampler),
		spanProcessors: [keep.processor],
		idGenerator,
	});
	const tracer = provider.getTracer('test');
	const spans = keep.serverSpans({tracer, sampler, idGenerator});
	for (let number = 0; number < requests; number++) {
		const span = spans.start('GET', ROOT_CONTEXT, 0);
		const request = new RequestContext(ROOT_CONTEXT, span, {} as IncomingMessage, {} as ServerResponse, 0);
		for (let below = 0; below < spansBelow; below++) tracer.startSpan('work', {}, request).end();
		request.hasEvent = number % failuresOf === 0;
		if (!spans.settle(request)) continue;
		span.setAttribute('failed', request.hasEvent);
		span.end();
	}
	return sums;
}

const near = (actual: number, expected: number) => Math.abs(actual / expected - 1) < 0.02;

test('the weights of what is sent add up to what happened', t => {
	const {requests: counted, failures, below} = simulate(0.1, 1);
	t.true(near(counted, requests), `${counted} of ${requests} requests`);
	t.true(near(failures, requests / failuresOf), `${failures} failures`);
	t.true(near(below, requests), `${below} spans below`);
});

test('at another rate, and with more spans, too', t => {
	const {requests: counted, failures, below} = simulate(0.25, 3);
	t.true(near(counted, requests), `${counted} of ${requests} requests`);
	t.true(near(failures, requests / failuresOf), `${failures} failures`);
	t.true(near(below, 3 * requests), `${below} spans below`);
});
