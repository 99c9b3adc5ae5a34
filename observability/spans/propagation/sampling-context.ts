import type {Context, SpanContext} from '@opentelemetry/api';
import {TraceFlags, trace} from '@opentelemetry/api';
import {dsnFromString} from '@sentry/core';
import type {Config} from '../../../config/config.ts';
import type {Identity} from '../../../config/identity.ts';
import type {SamplingContext} from '../sampling/continued-trace.ts';
import {continuedTraceOf} from '../sampling/continued-trace.ts';
import {isParentBased, rootSampleRate} from '../sampling/create-sampler.ts';
import {randomOf, sampleRateOf} from '../sampling/rate-sampler.ts';

export interface HeadOptions {
	/** Of the DSN; without one nobody weighs a trace. */
	publicKey: string | undefined;
	orgId: string | undefined;
	environment: string;
	release: string;
	/** Share of the traces starting here that is kept. */
	sampleRate: number;
	/** Whether a caller decides if we keep its trace. Who doesn't obey doesn't believe a caller's weights either. */
	obeysCallers: boolean;
}

/** The sampling context of the active span's trace, the same wherever and whenever it is asked for. */
export type SamplingContextOf = (context: Context) => SamplingContext | undefined;

/**
Say of each trace what Sentry must know of it, in headers and in envelopes alike.

A trace with a Sentry SDK at its head: what that said, frozen. One that begins here: the same of ourselves. Any other
one: nothing, unless a kept trace stands for several or our callees ask for an organisation.
*/
export function createSamplingContextOf(options: HeadOptions): SamplingContextOf {
	const {publicKey, orgId, environment, release, sampleRate, obeysCallers} = options;
	const organisation = orgId === undefined ? {} : {org_id: orgId};

	function ofOurs({traceId, traceFlags}: SpanContext, key: string): SamplingContext {
		const isSampled = (traceFlags & TraceFlags.SAMPLED) !== 0;
		return {
			trace_id: traceId,
			public_key: key,
			environment,
			release,
			...organisation,
			sample_rate: String(sampleRate),
			sample_rand: sampleRand(traceId, sampleRate, isSampled),
			sampled: String(isSampled),
		};
	}

	function ofOthers(
		{traceId, traceFlags, traceState}: SpanContext,
		key: string,
	): SamplingContext | undefined {
		const rate = sampleRateOf(traceState);
		const isWeighed = (traceFlags & TraceFlags.SAMPLED) !== 0 && rate < 1;
		if (!isWeighed && orgId === undefined) return undefined;
		return {
			trace_id: traceId,
			public_key: key,
			...organisation,
			...(isWeighed && {
				sample_rate: String(rate),
				sample_rand: sampleRand(randomOf(traceState, traceId), rate, true),
				sampled: 'true',
			}),
		};
	}

	return context => {
		const span = trace.getSpanContext(context);
		if (!span) return undefined;
		const continued = continuedTraceOf(context, span);
		if (!continued) return publicKey === undefined ? undefined : ofOurs(span, publicKey);
		const {samplingContext, isUndecided} = continued;
		if (samplingContext && obeysCallers) {
			// Who left the decision to us could not say the rate, which is ours then.
			const rate =
				isUndecided && samplingContext['sample_rate'] === undefined ? sampleRateOf(span.traceState) : 1;
			return rate < 1 ? {...samplingContext, sample_rate: String(rate)} : samplingContext;
		}
		return publicKey === undefined ? undefined : ofOthers(span, publicKey);
	};
}

/**
The number in [0, 1) that was compared with the rate, from the digits that were compared with the threshold.

Six decimals, unless they would contradict the decision: `sample_rand < sample_rate` where it is kept, and only there.

@param digits - Ends in 14 hex digits.
*/
function sampleRand(digits: string, rate: number, isSampled: boolean): string {
	const random = (2 ** 48 - 1 - Number.parseInt(digits.slice(-14, -2), 16)) / 2 ** 48;
	const short = Math.floor(random * 1e6) / 1e6;
	return short < rate === isSampled ? short.toFixed(6) : random.toFixed(14);
}

/** What this service says of itself as the head of a trace. */
export function describeHead(config: Config, identity: Identity): HeadOptions {
	return {
		publicKey: config.sentryDsn && dsnFromString(config.sentryDsn)?.publicKey,
		orgId: orgIdOf(config),
		environment: config.sentryEnvironment ?? config.nodeEnv,
		release: config.sentryRelease ?? identity.release,
		sampleRate: rootSampleRate(config),
		obeysCallers: isParentBased(config),
	};
}

/** Sentry's number of our organisation: as configured, else as the host of a DSN of sentry.io begins, `oNNN.`. */
export function orgIdOf({sentryOrgId, sentryDsn}: Config): string | undefined {
	return sentryOrgId ?? /@o(\d+)\./.exec(sentryDsn ?? '')?.[1];
}
