import {captureCheckIn} from '@sentry/node';

/** When Sentry is to expect a job, and for how long. */
export interface Monitor {
	/** Cron, five fields. */
	schedule: string;
	/** Of the tz database, such as `Europe/Berlin`. */
	timeZone: string;
	maxRuntimeMs: number;
}

export interface CheckIn {
	end(status: 'ok' | 'error'): void;
}

/** So late a start is one that was missed. Minutes. */
export const checkinMargin = 2;

/**
Tell Sentry that a job has begun, and what to expect of it: a monitor of its name is made or brought up to date.

https://develop.sentry.dev/sdk/telemetry/check-ins/

@param slug - Lower case letters, digits, `-` and `_`.
*/
export function beginCheckIn(slug: string, {schedule, timeZone, maxRuntimeMs}: Monitor): CheckIn {
	const since = performance.now();
	const monitor = {
		schedule: {type: 'crontab', value: schedule} as const,
		checkinMargin,
		maxRuntime: Math.max(1, Math.ceil(maxRuntimeMs / 60_000)),
		timezone: timeZone,
		failureIssueThreshold: 1,
		recoveryThreshold: 1,
	};
	const checkInId = captureCheckIn({monitorSlug: slug, status: 'in_progress'}, monitor);
	return {
		end(status) {
			const duration = (performance.now() - since) / 1000;
			captureCheckIn({checkInId, monitorSlug: slug, status, duration}, monitor);
		},
	};
}
