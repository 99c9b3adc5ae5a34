import type {Context, SpanContext} from '@opentelemetry/api';
import {
	defaultTextMapGetter,
	defaultTextMapSetter,
	ROOT_CONTEXT,
	TraceFlags,
	trace,
} from '@opentelemetry/api';
import {loadConfig} from '../../../../config/load-config.ts';
import {loadPropagator} from '../../../../observability/spans/propagation/load-propagator.ts';
import {
	createSamplingContextOf,
	describeHead,
} from '../../../../observability/spans/propagation/sampling-context.ts';
import {createSampler} from '../../../../observability/spans/sampling/create-sampler.ts';

export type Headers = Record<string, string>;

export interface PassedOn {
	traceId: string;
	isSampled: boolean;
	headers: Headers;
	/** Of `baggage`, decoded, without their prefix. */
	sentry: Record<string, string>;
	/** Every other member of `baggage`, as written. */
	others: string[];
}

const freshId = '0af7651916cd43dd8448eb211c80319c';

/**
What a service with this environment passes on when it is asked with some headers, without the service around it.

@param traceId - Of a trace that it begins.
*/
export async function createPassOn(env: Record<string, string> = {}, traceId = freshId) {
	const config = loadConfig({SENTRY_DSN: 'https://public@sentry.example/1', ...env});
	const samplingContextOf = createSamplingContextOf(
		describeHead(config, {name: 'shop', version: '1.0.0', release: 'shop@1.0.0'}),
	);
	const propagator = (await loadPropagator(config, samplingContextOf, new WeakSet()))!;
	const sampler = createSampler(config);

	function spanBelow(context: Context): SpanContext {
		const parent = trace.getSpanContext(context);
		const {decision, traceState = parent?.traceState} = sampler.shouldSample(
			context,
			parent?.traceId ?? traceId,
			'',
			0,
			{},
			[],
		);
		return {
			traceId: parent?.traceId ?? traceId,
			spanId: '00f067aa0ba902b7',
			traceFlags: decision === 2 ? TraceFlags.SAMPLED : TraceFlags.NONE,
			...(traceState && {traceState}),
		};
	}

	return function passOn(received: Headers): PassedOn {
		const context = propagator.extract(ROOT_CONTEXT, received, defaultTextMapGetter);
		const span = spanBelow(context);
		const headers: Headers = {};
		propagator.inject(trace.setSpanContext(context, span), headers, defaultTextMapSetter);
		const members = headers['baggage']?.split(',') ?? [];
		return {
			traceId: span.traceId,
			isSampled: span.traceFlags === TraceFlags.SAMPLED,
			headers,
			sentry: Object.fromEntries(
				members
					.filter(member => member.startsWith('sentry-'))
					.map(member => member.slice('sentry-'.length).split('=') as [string, string])
					.map(([key, value]) => [key, decodeURIComponent(value)]),
			),
			others: members.filter(member => !member.startsWith('sentry-')),
		};
	};
}
