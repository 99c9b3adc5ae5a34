import {registerHooks} from 'node:module';

/** What `NodeSDK` imports at once and only ever builds when it is not told what to use instead. */
export const unusedByNodeSdk =
	/^@opentelemetry\/(exporter-(logs|metrics|trace)-otlp-\w+|exporter-(prometheus|zipkin)|otlp-grpc-exporter-base|configuration)$/;

/**
Load `NodeSDK` without the exporters that it brings and this service does not use: gRPC, Zipkin, YAML and more.

They are 250 modules, a sixth of the start and 17 MB. The processors and readers are handed to `NodeSDK` ready-made;
should it build one of these all the same, that throws and names it.
*/
export async function loadNodeSdk() {
	const hooks = registerHooks({
		resolve: (specifier, context, next) =>
			unusedByNodeSdk.test(specifier) && context.parentURL?.includes('/@opentelemetry/sdk-node/')
				? {url: new URL('unused-exporters.ts', import.meta.url).href, shortCircuit: true}
				: next(specifier, context),
	});
	try {
		return await import('@opentelemetry/sdk-node');
	} finally {
		hooks.deregister();
	}
}
