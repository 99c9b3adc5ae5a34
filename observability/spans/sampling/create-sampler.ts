import type {Sampler} from '@opentelemetry/sdk-trace';
import {ParentBasedSampler} from '@opentelemetry/sdk-trace';
import type {Config} from '../../../config/config.ts';
import {continueSampled, decideUndecided} from './parent-sampler.ts';
import {createRateSampler} from './rate-sampler.ts';

/** Obeys a caller's decision, unless OpenTelemetry's own variable names a sampler that does not. */
export function createSampler(config: Config): Sampler {
	const root = createRateSampler(rootSampleRate(config));
	return isParentBased(config)
		? new ParentBasedSampler({
				root,
				remoteParentSampled: continueSampled(),
				remoteParentNotSampled: decideUndecided(root),
			})
		: root;
}

export function isParentBased({otelTracesSampler}: Config): boolean {
	return otelTracesSampler?.startsWith('parentbased_') ?? true;
}

/** The share of the traces starting here that is kept. */
export function rootSampleRate(config: Config): number {
	switch (config.otelTracesSampler) {
		case undefined:
			return config.sentryTracesSampleRate;
		case 'always_on':
		case 'parentbased_always_on':
			return 1;
		case 'always_off':
		case 'parentbased_always_off':
			return 0;
		default:
			return config.otelTracesSamplerArg ?? 1;
	}
}
