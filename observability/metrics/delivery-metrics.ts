import {metrics, ValueType} from '@opentelemetry/api';
import type {Deliveries, Signal} from '../delivery/deliveries.ts';

/**
Our own truth about telemetry: what was delivered, what waits and what was lost, and why.

Read from the counts that the deliveries keep anyway, only when metrics are collected. Spans have the
names of https://opentelemetry.io/docs/specs/semconv/otel/sdk-metrics/
*/
export function observeDeliveries(meterName: string, deliveries: Deliveries): void {
	const meter = metrics.getMeter(meterName);
	const int = {valueType: ValueType.INT};
	const spans = {...int, unit: '{span}'};
	const exported = meter.createObservableCounter('otel.sdk.exporter.span.exported', {
		...spans,
		description: 'Spans for which the export has finished, successful or, with error.type, not.',
	});
	const inflight = meter.createObservableUpDownCounter('otel.sdk.exporter.span.inflight', {
		...spans,
		description: 'Spans that wait for their export.',
	});
	const events = {...int, unit: '{event}'};
	const sent = meter.createObservableCounter('app.events.sent', {
		...events,
		description: 'Events that Sentry has taken.',
	});
	const dropped = meter.createObservableCounter('app.events.dropped', {
		...events,
		description: 'Events that were given up. error.type send_error: Sentry refused them.',
	});
	const waiting = meter.createObservableUpDownCounter('app.events.waiting', {
		...events,
		description: 'Events that wait for Sentry to take them.',
	});

	const of = (signal: Signal) => deliveries.states().filter(state => state.signal === signal);
	meter.addBatchObservableCallback(
		result => {
			for (const {delivered, waiting: left, droppedBy} of of('spans')) {
				result.observe(exported, delivered);
				for (const [reason, items] of droppedBy) result.observe(exported, items, {'error.type': reason});
				result.observe(inflight, left);
			}
			for (const {delivered, waiting: left, droppedBy} of of('events')) {
				result.observe(sent, delivered);
				for (const [reason, items] of droppedBy) result.observe(dropped, items, {'error.type': reason});
				result.observe(waiting, left);
			}
		},
		[exported, inflight, sent, dropped, waiting],
	);
}
