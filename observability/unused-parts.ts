/** What packages load at once, and would only ever use if this service configured them otherwise. */
const unused = [
	// 250 modules and 17 MB: gRPC, Zipkin, YAML and more. Processors and readers are handed to `NodeSDK` ready-made.
	{
		importer: '/@opentelemetry/sdk-node/',
		names:
			/^@opentelemetry\/(exporter-(logs|metrics|trace)-otlp-\w+|exporter-(prometheus|zipkin)|otlp-grpc-exporter-base|configuration)$/,
	},
	// 42 modules, to rewrite others as they are loaded: `enableRuntimeChannelInjection`, which is off.
	{importer: '/@sentry/node/', names: /^@sentry\/server-runtime-injection\/register$/},
];

/**
What to load in place of a package that is not used: a fifth of the modules of a start.

Should a part of it be used all the same, that throws and names it.

@param importer - URL or path of the file that imports it.
@returns URL of this file, which has each name that is asked for; undefined where the package is used.
*/
export function standInFor(name: string, importer: string): string | undefined {
	const isUnused = unused.some(one => importer.includes(one.importer) && one.names.test(name));
	return isUnused ? import.meta.url : undefined;
}

class Unused {
	constructor() {
		throw new Error(
			`${new.target.name} is not loaded: take it out of observability/unused-parts.ts to use it`,
		);
	}
}

function notLoaded(): never {
	throw new Error(
		'A part of a package is not loaded: take it out of observability/unused-parts.ts to use it',
	);
}

export class OTLPLogExporter extends Unused {}
export class OTLPMetricExporter extends Unused {}
export class OTLPTraceExporter extends Unused {}
export class PrometheusExporter extends Unused {}
export class ZipkinExporter extends Unused {}
export const AggregationTemporalityPreference = {};
export {
	notLoaded as createEmptyMetadata,
	notLoaded as createInsecureCredentials,
	notLoaded as createSslCredentials,
	notLoaded as mergeHeadersConfig,
	notLoaded as mergePropagatorCompositeConfig,
	notLoaded as mergeResourceAttributesConfig,
	notLoaded as parseConfigFile,
	notLoaded as registerDiagnosticsChannelInjection,
};
