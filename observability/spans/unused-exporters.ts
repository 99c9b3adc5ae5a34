/** Stands in for what `loadNodeSdk` leaves out, under each name that `NodeSDK` imports. */
class Unused {
	constructor() {
		throw new Error(`${new.target.name} is not loaded: this service hands NodeSDK its own processors`);
	}
}

function unused(): never {
	throw new Error('A part of NodeSDK is not loaded: this service configures it from code');
}

export class OTLPLogExporter extends Unused {}
export class OTLPMetricExporter extends Unused {}
export class OTLPTraceExporter extends Unused {}
export class PrometheusExporter extends Unused {}
export class ZipkinExporter extends Unused {}
export const AggregationTemporalityPreference = {};
export {
	unused as createEmptyMetadata,
	unused as createInsecureCredentials,
	unused as createSslCredentials,
	unused as mergeHeadersConfig,
	unused as mergePropagatorCompositeConfig,
	unused as mergeResourceAttributesConfig,
	unused as parseConfigFile,
};
