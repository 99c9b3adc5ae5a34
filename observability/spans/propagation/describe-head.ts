import {dsnFromString} from '@sentry/core';
import type {Config} from '../../../config/config.ts';
import type {Identity} from '../../../config/identity.ts';
import {obeysCallers, sampleRate} from '../sampling/create-sampler.ts';
import type {HeadOptions} from './sampling-context.ts';

/** What this service says of itself as the head of a trace. */
export function describeHead(config: Config, identity: Identity): HeadOptions {
	return {
		publicKey: config.sentryDsn && dsnFromString(config.sentryDsn)?.publicKey,
		orgId: orgIdOf(config),
		environment: config.sentryEnvironment ?? config.nodeEnv,
		release: config.sentryRelease ?? identity.release,
		sampleRate: sampleRate(config),
		obeysCallers: obeysCallers(config),
	};
}

/** Sentry's number of our organisation: as configured, else as the host of a DSN of sentry.io begins, `oNNN.`. */
export function orgIdOf({sentryOrgId, sentryDsn}: Config): string | undefined {
	return sentryOrgId ?? /@o(\d+)\./.exec(sentryDsn ?? '')?.[1];
}
