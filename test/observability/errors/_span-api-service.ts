import {context, trace} from '@opentelemetry/api';
import * as Sentry from '@sentry/node';
import {serveRoutes} from '../../kit/serve-routes.ts';

const tracer = trace.getTracer('test');
const idOf = (span: {spanContext(): {spanId: string}} | undefined) => span?.spanContext().spanId;
const traceOf = (span: {spanContext(): {traceId: string}} | undefined) => span?.spanContext().traceId;

function traced(): string | undefined {
	const span = tracer.startSpan('inside');
	span.end();
	return traceOf(span);
}

/** What each function of Sentry's span API sees of OpenTelemetry's span, and the other way round. */
await serveRoutes(router => {
	router.get('/active', ctx => {
		ctx.body = {sentry: idOf(Sentry.getActiveSpan()), span: idOf(trace.getActiveSpan())};
	});
	router.get('/with-active', ctx => {
		const other = tracer.startSpan('other');
		ctx.body = {
			other: idOf(other),
			inside: Sentry.withActiveSpan(other as Sentry.Span, () => [
				idOf(trace.getActiveSpan()),
				idOf(Sentry.getActiveSpan()),
			]),
			none: Sentry.withActiveSpan(null, () => idOf(Sentry.getActiveSpan()) ?? 'none'),
		};
		other.end();
	});
	router.get('/trace-data', ctx => {
		ctx.body = {
			data: Sentry.getTraceData(),
			w3c: Sentry.getTraceData({propagateTraceparent: true}),
			none: context.with(trace.deleteSpan(context.active()), () => Sentry.getTraceData()),
		};
	});
	router.get('/continue', ctx => {
		const headers = {sentryTrace: ctx.get('x-sentry-trace'), baggage: ctx.get('x-baggage')};
		ctx.body = Sentry.continueTrace(headers, () => ({
			active: traceOf(Sentry.getActiveSpan()) ?? 'none',
			traced: traced(),
			baggage: Sentry.getTraceData().baggage,
		}));
	});
	router.get('/new', ctx => {
		ctx.body = Sentry.startNewTrace(() => ({
			active: idOf(Sentry.getActiveSpan()) ?? 'none',
			traced: traced(),
		}));
	});
	router.get('/suppress', ctx => {
		ctx.body = Sentry.suppressTracing(() => {
			const span = tracer.startSpan('suppressed');
			span.end();
			return {isRecording: span.isRecording(), traceId: traceOf(span), data: Sentry.getTraceData()};
		});
	});
	router.get('/new-error', ctx => {
		Sentry.startNewTrace(() => Sentry.captureException(new Error('In a trace of its own')));
		ctx.body = 'told';
	});
});
