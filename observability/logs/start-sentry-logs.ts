import type {SentryLogs, SentryLogsOptions} from './sentry-logs.ts';

/** Start Sentry logs where they are wanted and have somewhere to go; else nothing is loaded. */
export async function startSentryLogs(options: SentryLogsOptions): Promise<SentryLogs | undefined> {
	const {sentryLogs, sentryDsn, sentrySpotlight} = options.config;
	if (sentryLogs === 'off' || !(sentryDsn || sentrySpotlight)) return undefined;
	const sentryLogsModule = await import('./sentry-logs.ts');
	return sentryLogsModule.createSentryLogs(options);
}
