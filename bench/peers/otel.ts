import {OTLPTraceExporter} from '@opentelemetry/exporter-trace-otlp-proto';
import type {Instrumentation} from '@opentelemetry/instrumentation';
import {NodeSDK} from '@opentelemetry/sdk-node';
import * as Sentry from '@sentry/node';
import {register} from 'import-in-the-middle/register-hooks.mjs';

/**
OpenTelemetry's SDK with its defaults, spans to Sentry's OTLP endpoint, and Sentry's defaults for errors.

@see https://docs.sentry.io/platforms/javascript/configuration/integrations/opentelemetry/
*/
export function startOpenTelemetry(instrumentations: Instrumentation[]): void {
	const dsn = process.env['SENTRY_DSN'] as string;
	register();
	Sentry.init({
		dsn,
		integrations: defaults => [
			// Sentry's own Fastify spans and @fastify/otel both decorate the request, and the second one throws.
			...defaults.filter(({name}) => name !== 'Fastify'),
			Sentry.openTelemetryIntegration(),
		],
	});
	new NodeSDK({
		traceExporter: new OTLPTraceExporter(Sentry.getOtlpTracesEndpoint(dsn)!),
		// Left out, the SDK starts metric and log exporters of its own.
		metricReaders: [],
		logRecordProcessors: [],
		instrumentations,
	}).start();
}
