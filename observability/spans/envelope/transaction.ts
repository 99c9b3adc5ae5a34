import type {Attributes, Link} from '@opentelemetry/api';
import {SpanKind, SpanStatusCode, TraceFlags} from '@opentelemetry/api';
import type {ReadableSpan} from '@opentelemetry/sdk-trace';
import type {Event, SpanJSON} from '@sentry/core';
import {uuid4} from '@sentry/core';
import {scrubText} from '../../privacy/secrets.ts';
import type {SamplingContext} from '../sampling/continued-trace.ts';
import {sampleRateOf} from '../sampling/rate-sampler.ts';

export interface TransactionOptions {
	environment: string;
	release: string;
	/** Of its trace; undefined when nothing is known of its head. */
	samplingContext: SamplingContext | undefined;
}

/**
The spans of one segment as a transaction event: its root, and the spans below it.

https://develop.sentry.dev/sdk/data-model/event-payloads/transaction/
*/
export function createTransaction(
	root: ReadableSpan,
	children: ReadableSpan[],
	options: TransactionOptions,
): Event {
	const {environment, release, samplingContext} = options;
	const {traceState} = root.spanContext();
	const rate = sampleRateOf(traceState);
	const common = {'sentry.release': release, 'sentry.client_sample_rate': rate};
	const userId = root.attributes['user.id'];
	// Its description is the transaction's name; Spotlight would give a second one to every span of the trace.
	const {description: _, ...trace} = spanJson(root, common);
	return {
		event_id: uuid4(),
		type: 'transaction',
		platform: 'node',
		transaction: root.name,
		transaction_info: {source: root.attributes['http.route'] === undefined ? 'url' : 'route'},
		start_timestamp: seconds(root.startTime),
		timestamp: seconds(root.endTime),
		environment,
		release,
		contexts: {
			trace,
			otel: {resource: root.resource.attributes},
		},
		spans: children.map(child => ({
			...spanJson(child, common),
			start_timestamp: seconds(child.startTime),
			timestamp: seconds(child.endTime),
		})),
		...(userId !== undefined && {user: {id: String(userId)}}),
		...(samplingContext && {sdkProcessingMetadata: {dynamicSamplingContext: weighed(samplingContext, root)}}),
	};
}

/** Sentry weighs a transaction by this, and one that was sent for its event counts for one. */
function weighed(
	said: SamplingContext,
	{isReported}: ReadableSpan & {isReported?: boolean},
): SamplingContext {
	return isReported ? {...said, sample_rate: '1', sampled: 'true'} : said;
}

/** @param common - Attributes of every span. */
function spanJson(span: ReadableSpan, common: Attributes) {
	const {traceId, spanId} = span.spanContext();
	return {
		trace_id: traceId,
		span_id: spanId,
		...(span.parentSpanContext && {parent_span_id: span.parentSpanContext.spanId}),
		op: operation(span),
		description: description(span),
		status: status(span),
		origin: 'manual' as const,
		data: {
			...span.attributes,
			...(span.status.message && {'otel.status_message': scrubText(span.status.message)}),
			...common,
		},
		...(span.links.length > 0 && {links: span.links.map(linkJson)}),
	};
}

type LinkJson = NonNullable<SpanJSON['links']>[number];

function linkJson({context, attributes = {}}: Link): LinkJson {
	return {
		trace_id: context.traceId,
		span_id: context.spanId,
		sampled: (context.traceFlags & TraceFlags.SAMPLED) !== 0,
		attributes: attributes as NonNullable<LinkJson['attributes']>,
	};
}

/** A client span is called by its method alone; here its reader expects the URL too. */
function description({kind, name, attributes}: ReadableSpan): string {
	const url = kind === SpanKind.CLIENT && attributes['url.full'];
	return url ? `${name} ${url}` : name;
}

/** https://develop.sentry.dev/sdk/telemetry/traces/span-operations/ */
function operation(span: ReadableSpan): string {
	const said = span.attributes['sentry.op'];
	if (typeof said === 'string') return said;
	if (span.attributes['http.request.method'] !== undefined) {
		if (span.kind === SpanKind.SERVER) return 'http.server';
		if (span.kind === SpanKind.CLIENT) return 'http.client';
	}
	if (span.attributes['db.system.name'] !== undefined || span.attributes['db.system'] !== undefined)
		return 'db';
	return 'function';
}

const statusByCode: Record<number, string> = {
	400: 'invalid_argument',
	401: 'unauthenticated',
	403: 'permission_denied',
	404: 'not_found',
	409: 'already_exists',
	429: 'resource_exhausted',
	499: 'cancelled',
	500: 'internal_error',
	501: 'unimplemented',
	503: 'unavailable',
	504: 'deadline_exceeded',
};

function status(span: ReadableSpan): string {
	const code = Number(span.attributes['http.response.status_code']);
	if (statusByCode[code]) return statusByCode[code];
	if (code >= 500 || span.status.code === SpanStatusCode.ERROR) return 'internal_error';
	return code >= 400 ? 'invalid_argument' : 'ok';
}

function seconds([whole, nanos]: readonly [number, number]): number {
	return whole + nanos / 1e9;
}
