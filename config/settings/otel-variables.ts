/**
What OpenTelemetry's SDK reads of the environment by itself, beside the settings of this service.

Names as in https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ and
https://opentelemetry.io/docs/languages/sdk-configuration/otlp-exporter/
*/
const metricsOnly = ['TIMEOUT', 'COMPRESSION', 'CERTIFICATE', 'CLIENT_KEY', 'CLIENT_CERTIFICATE'];
const limits = [
	'OTEL_ATTRIBUTE_COUNT_LIMIT',
	'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT',
	'OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT',
	'OTEL_LINK_ATTRIBUTE_COUNT_LIMIT',
	'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT',
	'OTEL_SPAN_ATTRIBUTE_PER_EVENT_COUNT_LIMIT',
	'OTEL_SPAN_ATTRIBUTE_PER_LINK_COUNT_LIMIT',
	'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT',
	'OTEL_SPAN_EVENT_COUNT_LIMIT',
	'OTEL_SPAN_LINK_COUNT_LIMIT',
];

/** Served as OpenTelemetry means them. Those for OTLP in general are, of what this service sends, for its metrics. */
export const servedByOpenTelemetry: ReadonlySet<string> = new Set([
	...limits,
	'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT',
	'OTEL_EXPORTER_OTLP_METRICS_HEADERS',
	...metricsOnly.flatMap(name => [`OTEL_EXPORTER_OTLP_${name}`, `OTEL_EXPORTER_OTLP_METRICS_${name}`]),
]);

const instead: Readonly<Record<string, string>> = {
	OTEL_SDK_DISABLED: 'SENTRY_TRACES_SAMPLE_RATE=0 traces nothing, and without SENTRY_DSN nothing leaves',
	OTEL_CONFIG_FILE: 'settings are variables',
	OTEL_NODE_RESOURCE_DETECTORS: 'say what is to be known of the resource in OTEL_RESOURCE_ATTRIBUTES',
	OTEL_NODE_EXPERIMENTAL_SDK_METRICS: 'OTEL_METRICS_EXPORTER has our own of the same names',
	OTEL_TRACES_EXPORTER: 'spans go to Sentry, or to OTEL_EXPORTER_OTLP_ENDPOINT',
	OTEL_LOGS_EXPORTER: 'SENTRY_LOGS says which lines leave',
	OTEL_EXPORTER_OTLP_PROTOCOL: 'it is http/protobuf',
	OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'it is http/protobuf',
	OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'it is http/protobuf',
};

/** What `OTEL_…` would have done here instead; for those that the SDK knows and this service doesn't serve. */
export function insteadOf(name: string): string | undefined {
	if (Object.hasOwn(instead, name)) return instead[name];
	if (/^OTEL_BSP_/.test(name)) return 'spans leave by size or second, within bounds of bytes';
	if (/^OTEL_EXPORTER_OTLP_TRACES_/.test(name)) return 'only _ENDPOINT and _HEADERS are, for spans';
	if (/^OTEL_(BLRP_|LOGRECORD_|EXPORTER_OTLP_LOGS_)/.test(name)) return 'SENTRY_LOGS says which lines leave';
	if (/^OTEL_EXPORTER_(JAEGER|ZIPKIN)_/.test(name)) return 'spans leave as OTLP';
	return undefined;
}
