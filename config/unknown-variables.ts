import type {Environment} from './config.ts';
import {insteadOf, servedByOpenTelemetry} from './settings/otel-variables.ts';
import {settings} from './settings/settings.ts';

/** Names that Sentry's command line and SDK read, and that are no business of ours. */
const sentrysOwn = new Set(
	'AUTH_TOKEN ORG PROJECT URL LOG_LEVEL PROPERTIES LOAD_DOTENV DOTENV_PATH NO_PROGRESS_BAR HTTP_MAX_RETRIES DISABLE_UPDATE_CHECK NAME TRACE BAGGAGE USE_ENVIRONMENT'
		.split(' ')
		.map(name => `SENTRY_${name}`),
);

const known = Object.keys(settings);
/** Shorter names have too many neighbours: `PATH` is two letters from `PORT`. */
const shortName = 8;
const mostLength = 60;

/** What the SDK would do by itself, on the console; we do it in the log. */
const servedHere = 'OTEL_LOG_LEVEL';

/** Variables that OpenTelemetry's SDK would read by itself and is not to: those not served, or served in another way. */
export function variablesKeptFromSdk(env: Environment): string[] {
	return Object.keys(env).filter(
		name =>
			env[name] &&
			name.startsWith('OTEL_') &&
			(name === servedHere || !(isServed(name) || Object.hasOwn(settings, name))),
	);
}

/**
Say which variables do nothing though somebody seems to have meant them to: a name that is nearly one of ours, or that
begins like OpenTelemetry's or Sentry's and is nobody's. Never shows a value.
*/
export function unknownVariables(env: Environment): string[] {
	return Object.keys(env).flatMap(name => {
		if (!env[name] || name.length > mostLength || Object.hasOwn(settings, name)) return [];
		if (isServed(name) || sentrysOwn.has(name) || Object.hasOwn(settings, name.toLowerCase())) return [];
		const meant = nearest(name);
		if (name.startsWith('OTEL_')) {
			const other = insteadOf(name);
			if (other) return [`${name} is not served: ${other}`];
			return [`${name} is not known to OpenTelemetry's SDK or to this service${question(meant)}`];
		}
		if (name.startsWith('SENTRY_')) return [`${name} is not read by this service${question(meant)}`];
		return meant ? [`${name} is not read by this service${question(meant)}`] : [];
	});
}

function isServed(name: string): boolean {
	return servedByOpenTelemetry.has(name);
}

function question(meant: string | undefined): string {
	return meant ? `: is ${meant} meant?` : '';
}

function nearest(name: string): string | undefined {
	// What looks like another program's is not a slip of ours.
	if (/^(npm_|NPM_|ftp_proxy$|FTP_PROXY$|all_proxy$|ALL_PROXY$)/.test(name)) return undefined;
	let best: string | undefined;
	let least = name.length < shortName ? 1 : 2;
	const written = name.toUpperCase();
	for (const ours of known) {
		if (Math.abs(ours.length - name.length) > least) continue;
		const distance = editDistance(written, ours.toUpperCase(), least);
		if (distance <= least) {
			best = ours;
			least = distance - 1;
		}
	}
	return best;
}

/**
How many letters were left out, added, changed or swapped with their neighbour between two texts.

Optimal string alignment, in the product of their lengths: for names, not for texts.

@param most - Texts further apart than this are not counted to their end, and are infinitely far apart.
*/
export function editDistance(a: string, b: string, most = Number.POSITIVE_INFINITY): number {
	let before: number[] = [];
	let last = Array.from({length: b.length + 1}, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const changed = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
			row[j] = Math.min(changed, last[j]! + 1, row[j - 1]! + 1);
			const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
			if (swapped) row[j] = Math.min(row[j]!, before[j - 2]! + 1);
		}
		// From here on it only grows: the row before was at `most` already, and a swap counts one.
		if (Math.min(...row) > most) return Number.POSITIVE_INFINITY;
		before = last;
		last = row;
	}
	return last[b.length]!;
}
