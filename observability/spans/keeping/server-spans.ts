import type {Context, Span, SpanContext, Tracer} from '@opentelemetry/api';
import {isSpanContextValid, SpanKind, TraceFlags, trace} from '@opentelemetry/api';
import type {IdGenerator, Sampler, SpanProcessor} from '@opentelemetry/sdk-trace';
import {SamplingDecision} from '@opentelemetry/sdk-trace';
import type {RequestContext} from '../../requests/request-context.ts';
import type {Origin} from './request-span.ts';
import {RequestSpan} from './request-span.ts';

/** The spans of requests: how they begin, and whether they are sent. */
export interface ServerSpans {
	/** Begin the span of a request, in the context that it came with. @param since - Of `performance.now()`. */
	start(name: string, parent: Context, since: number): Span;
	/**
	Decide what becomes of a request's spans. Call before its own ends.

	@returns whether that is sent, and so worth describing.
	*/
	settle(request: RequestContext): boolean;
}

export interface ServerSpansOptions {
	/** Of the SDK that has the sampler and the processor. */
	tracer: Tracer;
	sampler: Sampler;
	idGenerator: IdGenerator;
	/** Takes the spans that sampling keeps. */
	processor: Pick<SpanProcessor, 'onStart' | 'onEnd'>;
	/** Takes the end of one that sampling left out. Without it nothing of those is kept. */
	onEndAside?: (span: RequestSpan) => void;
}

type SdkSpan = Parameters<SpanProcessor['onStart']>[0];

/** What `Tracer.startSpan` does, for spans of requests, which begin with nothing but a name. */
export function createStart(options: ServerSpansOptions): ServerSpans['start'] {
	const {tracer, sampler, idGenerator, processor, onEndAside} = options;
	const origin = originOf(tracer);
	const onEnd = (span: RequestSpan) => processor.onEnd(span);
	return (name, context, since) => {
		const found = trace.getSpanContext(context);
		const parent = found && isSpanContextValid(found) ? found : undefined;
		const traceId = parent ? parent.traceId : idGenerator.generateTraceId();
		const sampling = sampler.shouldSample(context, traceId, name, SpanKind.SERVER, {}, []);
		const isSampled = sampling.decision === SamplingDecision.RECORD_AND_SAMPLED;
		const own = {
			traceId,
			spanId: idGenerator.generateSpanId(),
			traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
			traceState: sampling.traceState ?? parent?.traceState,
		} as SpanContext;
		if (!isSampled && !onEndAside) return trace.wrapSpanContext(own);
		const onItsEnd = isSampled ? onEnd : onEndAside!;
		const span = new RequestSpan(own, name, context, parent, origin, since, onItsEnd);
		if (isSampled) processor.onStart(span as unknown as SdkSpan, context);
		return span;
	};
}

/** As sampling says and no more: `SENTRY_TRACES_KEEP=sampled`. */
export function keepSampled(options: ServerSpansOptions): ServerSpans {
	return {start: createStart(options), settle: ({span}) => span.isRecording()};
}

/** OpenTelemetry's own limit: https://opentelemetry.io/docs/specs/otel/common/#attribute-limits */
const usualCount = 128;

/** What the SDK gives to each span of a tracer. It has no public word for it. */
function originOf(tracer: Tracer): Origin {
	const {instrumentationScope, _resource, _spanLimits} = tracer as Tracer & {
		instrumentationScope: Origin['instrumentationScope'];
		_resource: Origin['resource'];
		_spanLimits: Origin['limits'];
	};
	const {attributeValueLengthLimit, attributeCountLimit} = _spanLimits;
	return {
		instrumentationScope,
		resource: _resource,
		limits: _spanLimits,
		isTight: attributeValueLengthLimit < Number.POSITIVE_INFINITY || attributeCountLimit < usualCount,
	};
}

/** Several processors as one. */
export function inTurn(processors: SpanProcessor[]): SpanProcessor {
	return {
		onStart(span, context) {
			for (const processor of processors) processor.onStart(span, context);
		},
		onEnd(span) {
			for (const processor of processors) processor.onEnd(span);
		},
		async forceFlush() {
			await Promise.all(processors.map(processor => processor.forceFlush()));
		},
		async shutdown() {
			await Promise.all(processors.map(processor => processor.shutdown()));
		},
	};
}
