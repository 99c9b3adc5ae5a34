import {sentryEnvironment, sentryRelease} from './sentry-types.ts';
import {
	boolean,
	dsn,
	hosts,
	httpUrl,
	integer,
	listOf,
	milliseconds,
	oneOf,
	oneOfAnyCase,
	orgId,
	pairs,
	proxyUrl,
	rate,
	spotlight,
	text,
} from './setting-types.ts';

/** Where errors, spans, metrics and logs go, and how much of them. */
export const telemetrySettings = {
	SENTRY_DSN: {
		type: dsn,
		secret: true,
		meaning: 'where errors and spans go; nothing leaves the process when unset',
	},
	SENTRY_ENVIRONMENT: {type: sentryEnvironment, meaning: '`NODE_ENV` when unset'},
	SENTRY_RELEASE: {
		type: sentryRelease,
		meaning: 'name, version and git revision, as far as known, when unset',
	},
	SENTRY_TRACES_SAMPLE_RATE: {
		type: rate,
		default: '1.0',
		meaning: 'share of the traces starting here that is kept; a caller’s decision is obeyed',
	},
	SENTRY_TRACES_KEEP: {
		type: oneOf('reported', 'sampled'),
		default: 'reported',
		meaning:
			'`reported`: a request that makes an event has its spans in Sentry, whatever the sampling said; nothing at rate 0',
	},
	SENTRY_SEND_DEFAULT_PII: {
		type: boolean,
		default: 'false',
		meaning: 'adds client address, user e-mail and name, and query strings',
	},
	SENTRY_SPAN_PROTOCOL: {
		type: oneOf('otlp', 'envelope'),
		default: 'otlp',
		meaning: '`otlp`: Sentry’s OTLP endpoint; `envelope`: transactions, for GlitchTip and older Sentry',
	},
	SENTRY_SPOTLIGHT: {
		type: spotlight,
		meaning: '`1` or a URL: also show errors and traces in Spotlight',
	},
	OTEL_SERVICE_NAME: {type: text, meaning: 'the package’s name when unset'},
	OTEL_RESOURCE_ATTRIBUTES: {type: pairs, meaning: 'more attributes of this service, `key=value,…`'},
	OTEL_PROPAGATORS: {
		type: listOf('tracecontext', 'baggage', 'sentry', 'b3', 'b3multi', 'none'),
		default: 'tracecontext,baggage,sentry',
		meaning: 'how trace context is read from callers and passed on; the first that finds a trace is believed',
	},
	TRACE_PROPAGATION_TARGETS: {
		type: hosts,
		default: '*',
		meaning: 'hosts to whom trace headers and baggage go: `name`, `.name` for it and its subdomains, `*`',
	},
	SENTRY_ORG_ID: {
		type: orgId,
		meaning: 'a trace that names another organisation is not continued; that of the DSN’s host when unset',
	},
	SENTRY_STRICT_TRACE_CONTINUATION: {
		type: boolean,
		default: 'false',
		meaning: 'nor is one that names none where we know ours, or names one where we don’t',
	},
	OTEL_TRACES_SAMPLER: {
		type: oneOfAnyCase(
			'always_on',
			'always_off',
			'traceidratio',
			'parentbased_always_on',
			'parentbased_always_off',
			'parentbased_traceidratio',
		),
		meaning: 'OpenTelemetry’s sampler, instead of `SENTRY_TRACES_SAMPLE_RATE`',
	},
	OTEL_TRACES_SAMPLER_ARG: {type: rate, meaning: 'the rate of a `traceidratio` sampler; 1 when unset'},
	OTEL_EXPORTER_OTLP_ENDPOINT: {
		type: httpUrl,
		meaning: 'a collector: spans go to its `/v1/traces` instead of Sentry, metrics to its `/v1/metrics`',
	},
	OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: {type: httpUrl, meaning: 'the collector’s whole URL for spans'},
	OTEL_EXPORTER_OTLP_HEADERS: {type: pairs, secret: true, meaning: 'headers for the collector'},
	OTEL_EXPORTER_OTLP_TRACES_HEADERS: {
		type: pairs,
		secret: true,
		meaning: 'headers for the collector, for spans only',
	},
	OTEL_METRICS_EXPORTER: {
		type: oneOfAnyCase('none', 'otlp', 'prometheus'),
		default: 'none',
		meaning: '`otlp`, or `prometheus`: a page to scrape, on a port of its own',
	},
	OTEL_EXPORTER_PROMETHEUS_HOST: {
		type: text,
		default: 'localhost',
		meaning: 'where `/metrics` listens; `0.0.0.0` for a scraper on another machine',
	},
	OTEL_EXPORTER_PROMETHEUS_PORT: {
		type: integer(1, 65_535),
		default: '9464',
		meaning: 'port of `/metrics`',
	},
	OTEL_METRIC_EXPORT_INTERVAL: {
		type: milliseconds(1, 86_400_000),
		default: '60000',
		meaning: 'milliseconds between two exports of metrics with `otlp`',
	},
	OTEL_METRIC_EXPORT_TIMEOUT: {
		type: milliseconds(1, 86_400_000),
		default: '30000',
		meaning: 'milliseconds that one such export may take; never more than the interval',
	},
	OTEL_LOG_LEVEL: {
		type: oneOfAnyCase('none', 'error', 'warn', 'info', 'debug', 'verbose', 'all'),
		default: 'info',
		meaning: 'what OpenTelemetry’s SDK says of itself, as lines of our log',
	},
	http_proxy: {
		type: proxyUrl,
		meaning: 'proxy through which telemetry leaves for an `http:` receiver; upper case too',
	},
	https_proxy: {type: proxyUrl, meaning: 'the same for an `https:` receiver, as Sentry is'},
	no_proxy: {
		type: text,
		meaning: 'hosts that are asked without a proxy: names, `.suffixes`, `host:port`, or `*`',
	},
	REPORT_LIMIT_PER_MINUTE: {
		type: integer(1, 1_000_000),
		default: '60',
		meaning: 'events of one fingerprint; `disallowed-host` and `not-found` have 10',
	},
	REPORT_NOT_FOUND: {
		type: boolean,
		default: 'true',
		meaning: 'report requests for pages that don’t exist',
	},
	SENTRY_LOGS: {
		type: oneOf('off', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'),
		default: 'warn',
		meaning: 'log lines of this level and above are Sentry logs too; of those that `LOG_LEVEL` lets through',
	},
	SENTRY_LOGS_LIMIT_PER_MINUTE: {
		type: integer(1, 1_000_000),
		default: '1000',
		meaning: 'lines of one level that become Sentry logs',
	},
	ACCESS_LOG: {
		type: oneOf('off', 'errors', 'all'),
		default: 'errors',
		meaning: '`errors`: status 500 and up, or slower than 1 s',
	},
	LOG_LEVEL: {
		type: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
		default: 'info',
		meaning: 'the least severe log line written; `listening` is, at any level but `silent`',
	},
};
