import type {Attributes, TraceState} from '@opentelemetry/api';
import type {ReadableSpan} from '@opentelemetry/sdk-trace';
import type {Outgoing} from '../../privacy/outgoing.ts';
import {sampleRateOf} from '../sampling/rate-sampler.ts';
import {createAttributeWriter, encodeDouble, writeAttributes} from './otlp-attributes.ts';
import type {ProtobufWriter} from './protobuf-writer.ts';

/** https://github.com/open-telemetry/opentelemetry-proto: `SpanFlags` */
const hasIsRemote = 0x100;
const isRemote = 0x200;

const attributesField = 9;
const sampleRateKey = 'sentry.client_sample_rate';

export interface SpanEncoderOptions {
	/** On every span, such as `sentry.release`. */
	common: Attributes;
	/** What is done to all that a span says. */
	outgoing: Outgoing;
}

export type SpanEncoder = (writer: ProtobufWriter, span: ReadableSpan) => void;

/**
Encode spans as field 2 of OTLP's `ScopeSpans`, one after the other.

Decodes to the same spans as OpenTelemetry's own encoder, at a sixth of its cost, with what every span
carries added as ready-made bytes: the common attributes, and `sentry.client_sample_rate`, without
which Sentry would count each kept trace as one.
https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
*/
export function createSpanEncoder({common, outgoing}: SpanEncoderOptions): SpanEncoder {
	const writeSpanAttributes = createAttributeWriter(attributesField, outgoing.attribute);
	const allKept = encodeDouble(attributesField, sampleRateKey, 1);
	// Spans of one trace share their state, and so do all traces that start here.
	let last = {state: undefined as TraceState | undefined, text: '', rate: allKept};

	function encodeState(state: TraceState | undefined): typeof last {
		if (state === last.state) return last;
		const rate = state ? encodeDouble(attributesField, sampleRateKey, sampleRateOf(state)) : allKept;
		last = {state, text: state?.serialize() ?? '', rate};
		return last;
	}

	return (writer, span) => {
		const {traceId, spanId, traceFlags, traceState} = span.spanContext();
		writer.reserve(256);
		writer.byte(0x12);
		const start = writer.begin();
		writeId(writer, 0x0a, traceId);
		writeId(writer, 0x12, spanId);
		const {text, rate} = encodeState(traceState);
		if (text) writeString(writer, 0x1a, text);
		if (span.parentSpanContext) writeId(writer, 0x22, span.parentSpanContext.spanId);
		writeString(writer, 0x2a, outgoing.text(span.name));
		writer.reserve(64);
		writer.byte(0x30);
		writer.byte(span.kind + 1);
		writer.byte(0x39);
		writer.nanoseconds(span.startTime);
		writer.byte(0x41);
		writer.nanoseconds(span.endTime);
		writeSpanAttributes(writer, span.attributes);
		writeSpanAttributes(writer, common);
		writer.reserve(rate.length + 64);
		writer.bytes(rate);
		writeCount(writer, 0x50, span.droppedAttributesCount);
		for (const event of span.events) {
			writer.reserve(32);
			writer.byte(0x5a);
			const eventStart = writer.begin();
			writer.byte(0x09);
			writer.nanoseconds(event.time);
			writeString(writer, 0x12, outgoing.text(event.name));
			if (event.attributes) writeAttributes(writer, 3, event.attributes, outgoing.attribute);
			writer.reserve(16);
			writeCount(writer, 0x20, event.droppedAttributesCount);
			writer.end(eventStart);
		}
		writer.reserve(32);
		writeCount(writer, 0x60, span.droppedEventsCount);
		for (const link of span.links) {
			writer.reserve(96);
			writer.byte(0x6a);
			const linkStart = writer.begin();
			writeId(writer, 0x0a, link.context.traceId);
			writeId(writer, 0x12, link.context.spanId);
			if (link.context.traceState) writeString(writer, 0x1a, link.context.traceState.serialize());
			if (link.attributes) writeAttributes(writer, 4, link.attributes, outgoing.attribute);
			writer.reserve(32);
			writeCount(writer, 0x28, link.droppedAttributesCount);
			writer.byte(0x35);
			writer.fixed32(flagsOf(link.context.traceFlags, link.context.isRemote));
			writer.end(linkStart);
		}
		writer.reserve(64);
		writeCount(writer, 0x70, span.droppedLinksCount);
		if (span.status.code !== 0 || span.status.message) {
			writer.byte(0x7a);
			const statusStart = writer.begin();
			if (span.status.message) writeString(writer, 0x12, outgoing.text(span.status.message));
			writer.reserve(32);
			writer.byte(0x18);
			writer.byte(span.status.code);
			writer.end(statusStart);
		}
		writer.varint((16 << 3) | 5);
		writer.fixed32(flagsOf(traceFlags, span.parentSpanContext?.isRemote));
		writer.end(start);
	};
}

function writeId(writer: ProtobufWriter, tag: number, hex: string): void {
	writer.byte(tag);
	writer.byte(hex.length / 2);
	writer.hex(hex);
}

function writeString(writer: ProtobufWriter, tag: number, text: string): void {
	writer.byte(tag);
	writer.string(text);
}

function writeCount(writer: ProtobufWriter, tag: number, count: number | undefined): void {
	if (!count) return;
	writer.byte(tag);
	writer.varint(count);
}

function flagsOf(traceFlags: number, remote: boolean | undefined): number {
	return (traceFlags & 0xff) | hasIsRemote | (remote ? isRemote : 0);
}
