import type {Context, Span, SpanContext, TextMapPropagator} from '@opentelemetry/api';
import {
	createContextKey,
	defaultTextMapSetter,
	isSpanContextValid,
	propagation,
	TraceFlags,
	trace,
} from '@opentelemetry/api';
import {isTracingSuppressed, W3CBaggagePropagator} from '@opentelemetry/core';
import type {ContinuedTrace, SamplingContext} from '../sampling/continued-trace.ts';
import {continuedTraceKey, continuedTraceOf} from '../sampling/continued-trace.ts';
import type {SamplingContextOf} from './sampling-context.ts';
import {isSentryKey, longestBaggage, readSentryMembers, writeSentryMembers} from './sentry-members.ts';

/** https://develop.sentry.dev/sdk/foundations/trace-propagation/#sentry-trace-header; without a span there is no parent. */
const sentryTrace = /^[\t ]*(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})(?:-([01]))?[\t ]*$/;

/** `token = *baggage-octet` and properties, https://www.w3.org/TR/baggage/#definition */
const validMember =
	/^[!#$%&'*+.^_`|~\w-]+=[!#-+\--:<-[\]-~]*(?:[\t ]*;[\t ]*[!#$%&'*+.^_`|~\w-]+(?:[\t ]*=[\t ]*[!#-+\--:<-[\]-~]*)?)*$/;

/** Calls made in a context that has this key carry no trace. The API gives equal names equal keys. */
const untracedKey = createContextKey('no trace headers');

export interface PropagatorOptions {
	/** Each reads and writes a trace's ids in its own format; the first that finds them is believed. */
	formats: TextMapPropagator[];
	/** Pass on baggage. */
	baggage: boolean;
	/** Read `sentry-trace` where no other format had a trace, and write it. */
	sentry: boolean;
	samplingContextOf: SamplingContextOf;
	/** Whether a trace that names this organisation, or none, is continued. */
	isOurs: (orgId: string | undefined) => boolean;
	/** Spans of calls to whom the trace isn't told. */
	withheld: WeakSet<Span>;
}

/**
Read the trace of a request, and tell ours to those that we call, to W3C's and to Sentry's SDKs alike.

Sentry's own propagator clones two scopes for each request, writes of the active span alone, which a call's never is,
reads a decision left open as a no, and puts Sentry's members into `tracestate` too. Hence this one.
*/
export function createPropagator(options: PropagatorOptions): TextMapPropagator {
	const {formats, baggage: passesBaggage, sentry, samplingContextOf, isOurs, withheld} = options;
	const baggage = new W3CBaggagePropagator();
	const fields = [
		...formats.flatMap(format => format.fields()),
		...(sentry ? ['sentry-trace'] : []),
		...(sentry || passesBaggage ? baggage.fields() : []),
	];

	function membersFor(context: Context, span: SpanContext): string {
		const continued = continuedTraceOf(context, span);
		const said = sentry || continued ? samplingContextOf(context) : undefined;
		if (!said) return '';
		const own = continued?.samplingContext;
		// As they came, to the letter.
		if (said === own) return continued!.members;
		if (!sentry) return '';
		return own ? writeBehind(continued.members, own, said) : writeSentryMembers(said);
	}

	return {
		fields: () => [...new Set(fields)],
		inject(context, carrier, setter) {
			const active = trace.getSpan(context);
			if (isTracingSuppressed(context) || context.getValue(untracedKey)) return;
			if (active && withheld.has(active)) return;
			for (const format of formats) format.inject(context, carrier, setter);
			const held: {baggage?: string} = {};
			if (passesBaggage) baggage.inject(context, held, defaultTextMapSetter);
			const span = active?.spanContext();
			const isTraced = span !== undefined && isSpanContextValid(span);
			if (sentry && isTraced) {
				const {traceId, spanId, traceFlags} = span;
				setter.set(carrier, 'sentry-trace', `${traceId}-${spanId}-${traceFlags & TraceFlags.SAMPLED}`);
			}
			const text = join(held.baggage ?? '', isTraced ? membersFor(context, span) : '');
			if (text) setter.set(carrier, 'baggage', text);
		},
		extract(context, carrier, getter) {
			const header = sentry || passesBaggage ? getter.get(carrier, 'baggage') : undefined;
			const members = header === undefined ? undefined : readSentryMembers(String(header));
			let traced = context;
			for (const format of formats) {
				if (trace.getSpanContext(traced) === undefined) traced = format.extract(traced, carrier, getter);
			}
			let isUndecided = false;
			if (sentry && trace.getSpanContext(traced) === undefined) {
				const parent = readSentryTrace(String(getter.get(carrier, 'sentry-trace') ?? ''));
				if (parent) traced = trace.setSpanContext(traced, parent);
				isUndecided = parent?.isUndecided ?? false;
			}
			const span = trace.getSpanContext(traced);
			// Nothing of a trace that isn't continued: not its decision, not its baggage.
			if (span && !isOurs(members?.values['org_id'])) return context;
			if (passesBaggage && header !== undefined)
				traced = withoutSentry(baggage.extract(traced, carrier, getter));
			if (!span) return traced;
			const named = members?.values['trace_id'];
			const belongs = members !== undefined && (named === undefined || named === span.traceId);
			return traced.setValue(continuedTraceKey, {
				traceId: span.traceId,
				isUndecided,
				samplingContext: belongs ? members.values : undefined,
				members: belongs ? members.text : '',
			} satisfies ContinuedTrace);
		},
	};
}

/** The caller's as they came, and behind them what is said beside, such as the rate where the decision was ours. */
function writeBehind(members: string, own: SamplingContext, said: SamplingContext): string {
	if (Object.keys(own).some(key => own[key] !== said[key])) return writeSentryMembers(said);
	const beside = Object.entries(said).filter(([key]) => !(key in own));
	const all = `${members},${writeSentryMembers(Object.fromEntries(beside))}`;
	return all.length <= longestBaggage ? all : members;
}

function readSentryTrace(header: string): (SpanContext & {isUndecided: boolean}) | undefined {
	const [, traceId, spanId, decision] = sentryTrace.exec(header) ?? [];
	if (traceId === undefined || spanId === undefined) return undefined;
	const traceFlags = decision === '1' ? TraceFlags.SAMPLED : TraceFlags.NONE;
	return {traceId, spanId, traceFlags, isRemote: true, isUndecided: decision === undefined};
}

/** They belong to one trace, and are kept with it. */
function withoutSentry(context: Context): Context {
	const held = propagation.getBaggage(context);
	const keys = held?.getAllEntries().flatMap(([key]) => (isSentryKey(key) ? [key] : [])) ?? [];
	return keys.length > 0 ? propagation.setBaggage(context, held!.removeEntries(...keys)) : context;
}

/** Sentry's members come last, and others make room for them: a trace without them would be weighed wrongly. */
function join(others: string, members: string): string {
	const kept: string[] = [];
	const fits = members.length > 0 && members.length <= longestBaggage;
	let left = longestBaggage - (fits ? members.length + 1 : 0);
	for (const member of others ? others.split(',') : []) {
		if (member.length > left || !validMember.test(member) || isSentryKey(member)) continue;
		kept.push(member);
		left -= member.length + 1;
	}
	if (fits) kept.push(members);
	return kept.join(',');
}
