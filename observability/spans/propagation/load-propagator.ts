import type {Span, TextMapPropagator} from '@opentelemetry/api';
import {W3CTraceContextPropagator} from '@opentelemetry/core';
import type {Config} from '../../../config/config.ts';
import {createPropagator} from './propagator.ts';
import type {SamplingContextOf} from './sampling-context.ts';
import {orgIdOf} from './sampling-context.ts';

/**
What `OTEL_PROPAGATORS` asks for, in one.

@returns null for `none`: nothing is read and nothing is written.
*/
export async function loadPropagator(
	config: Config,
	samplingContextOf: SamplingContextOf,
	withheld: WeakSet<Span>,
): Promise<TextMapPropagator | null> {
	const names = new Set(config.otelPropagators);
	if (names.has('none')) return null;
	const orgId = orgIdOf(config);
	const isStrict = config.sentryStrictTraceContinuation;
	return createPropagator({
		formats: await loadFormats(names),
		baggage: names.has('baggage'),
		sentry: names.has('sentry'),
		samplingContextOf,
		// https://develop.sentry.dev/sdk/foundations/trace-propagation/#stricttracecontinuation
		isOurs: named => named === orgId || (!isStrict && (named === undefined || orgId === undefined)),
		withheld,
	});
}

async function loadFormats(names: ReadonlySet<string>): Promise<TextMapPropagator[]> {
	const formats: TextMapPropagator[] = [];
	for (const name of names) {
		if (name === 'tracecontext') formats.push(new W3CTraceContextPropagator());
		if (name !== 'b3' && name !== 'b3multi') continue;
		const {B3InjectEncoding, B3Propagator} = await import('@opentelemetry/propagator-b3');
		const {MULTI_HEADER, SINGLE_HEADER} = B3InjectEncoding;
		formats.push(new B3Propagator({injectEncoding: name === 'b3' ? SINGLE_HEADER : MULTI_HEADER}));
	}
	return formats;
}
