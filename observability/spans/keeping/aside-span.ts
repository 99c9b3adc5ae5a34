import type {
	Attributes,
	AttributeValue,
	Context,
	Exception,
	HrTime,
	Link,
	Span,
	SpanContext,
	SpanStatus,
	TimeInput,
} from '@opentelemetry/api';
import {SpanKind, SpanStatusCode, trace} from '@opentelemetry/api';
import {hrTimeDuration, isTimeInput, timeInputToHrTime} from '@opentelemetry/core';
import type {ReadableSpan, TimedEvent} from '@opentelemetry/sdk-trace';

/** As OpenTelemetry's own spans have it, of attributes, events and links each. */
const most = 128;

/** What all server spans have in common: who made them, and where. */
export type Origin = Pick<ReadableSpan, 'resource' | 'instrumentationScope'>;

/**
The server span of a request that sampling left out, in case an event makes it worth sending.

Nearly all come to nothing, so it holds what it is told and no more: one of the SDK's takes several times as long.
*/
export class AsideSpan implements Span, ReadableSpan {
	readonly kind = SpanKind.SERVER;
	/** What it began in. */
	readonly context: Context;
	readonly parentSpanContext?: SpanContext;
	name: string;
	status: SpanStatus = {code: SpanStatusCode.UNSET};
	ended = false;
	droppedAttributesCount = 0;
	droppedEventsCount = 0;
	droppedLinksCount = 0;
	private readonly own: SpanContext;
	private readonly origin: Origin;
	private readonly onEnd: (span: AsideSpan) => void;
	private readonly since = performance.now();
	private until = 0;
	private epoch = 0;
	private toldAttributes: Attributes | undefined = undefined;
	private toldEvents: TimedEvent[] | undefined = undefined;
	private toldLinks: Link[] | undefined = undefined;

	constructor(
		own: SpanContext,
		name: string,
		context: Context,
		origin: Origin,
		onEnd: (span: AsideSpan) => void,
	) {
		this.onEnd = onEnd;
		this.own = own;
		this.name = name;
		this.context = context;
		this.origin = origin;
		const parent = trace.getSpanContext(context);
		if (parent) this.parentSpanContext = parent;
	}

	spanContext(): SpanContext {
		return this.own;
	}

	isRecording(): boolean {
		return !this.ended;
	}

	setAttribute(key: string, value: AttributeValue): this {
		if (this.ended) return this;
		const {attributes} = this;
		if (!(key in attributes) && Object.keys(attributes).length >= most) this.droppedAttributesCount++;
		else attributes[key] = value;
		return this;
	}

	setAttributes(attributes: Attributes): this {
		for (const [key, value] of Object.entries(attributes))
			if (value !== undefined) this.setAttribute(key, value);
		return this;
	}

	addEvent(name: string, told?: Attributes | TimeInput, at?: TimeInput): this {
		const time = at ?? (isTimeInput(told) ? told : undefined);
		const attributes = isTimeInput(told) ? undefined : told;
		if (this.ended) return this;
		if (this.events.length >= most) this.droppedEventsCount++;
		else
			this.events.push({name, time: timeInputToHrTime(time ?? Date.now()), ...(attributes && {attributes})});
		return this;
	}

	addLink(link: Link): this {
		if (this.ended) return this;
		if (this.links.length >= most) this.droppedLinksCount++;
		else this.links.push(link);
		return this;
	}

	addLinks(links: Link[]): this {
		for (const link of links) this.addLink(link);
		return this;
	}

	setStatus(status: SpanStatus): this {
		if (!this.ended && this.status.code !== SpanStatusCode.OK) this.status = status;
		return this;
	}

	updateName(name: string): this {
		if (!this.ended) this.name = name;
		return this;
	}

	recordException(exception: Exception, at?: TimeInput): void {
		const {code, name, message, stack} =
			typeof exception === 'string' ? ({message: exception} as Partial<Error> & {code?: string}) : exception;
		this.addEvent(
			'exception',
			{
				'exception.type': String(code ?? name ?? 'Error'),
				...(message !== undefined && {'exception.message': message}),
				...(stack !== undefined && {'exception.stacktrace': stack}),
			},
			at,
		);
	}

	end(): void {
		if (this.ended) return;
		this.ended = true;
		this.until = performance.now();
		this.epoch = epochNow();
		this.onEnd(this);
	}

	get attributes(): Attributes {
		this.toldAttributes ??= {};
		return this.toldAttributes;
	}

	get events(): TimedEvent[] {
		this.toldEvents ??= [];
		return this.toldEvents;
	}

	get links(): Link[] {
		this.toldLinks ??= [];
		return this.toldLinks;
	}

	get startTime(): HrTime {
		return timeInputToHrTime((this.ended ? this.epoch : epochNow()) + this.since);
	}

	get endTime(): HrTime {
		return this.ended ? timeInputToHrTime(this.epoch + this.until) : [0, 0];
	}

	get duration(): HrTime {
		return hrTimeDuration(this.startTime, this.endTime);
	}

	get resource(): ReadableSpan['resource'] {
		return this.origin.resource;
	}

	get instrumentationScope(): ReadableSpan['instrumentationScope'] {
		return this.origin.instrumentationScope;
	}
}

/** Milliseconds from the epoch to the zero of `performance.now()`, by the wall clock of now: other spans go by it too. */
function epochNow(): number {
	return Date.now() - performance.now();
}
