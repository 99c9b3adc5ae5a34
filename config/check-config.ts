import type {Config, Environment} from './config.ts';
import {unknownVariables} from './unknown-variables.ts';

/** Secrets, or what anybody may send through a gateway. */
const notForUserIds: ReadonlySet<string> = new Set([
	'authorization',
	'cookie',
	'host',
	'proxy-authorization',
	'x-api-key',
]);

/** What each variable allows alone but no service can do together. One sentence a problem. */
export function contradictions(config: Config, env: Environment): string[] {
	const problems: string[] = [];
	if (!config.authJwksUrl && (config.authIssuer || config.authAudience)) {
		problems.push('AUTH_JWKS_URL must be set when AUTH_ISSUER or AUTH_AUDIENCE is, got nothing');
	}
	if (config.userIdHeader && !config.trustProxy && !env['TRUST_PROXY']?.trim()) {
		problems.push(
			'TRUST_PROXY must be set when USER_ID_HEADER is, got nothing: without it anybody could say who they are',
		);
	}
	if (config.userIdHeader && notForUserIds.has(config.userIdHeader)) {
		problems.push(
			`USER_ID_HEADER must be a header of its own, got "${config.userIdHeader}", and what is in it becomes \`user.id\` in logs and at Sentry`,
		);
	}
	if (config.otelTracesSampler && env['SENTRY_TRACES_SAMPLE_RATE']?.trim()) {
		problems.push(
			'OTEL_TRACES_SAMPLER and SENTRY_TRACES_SAMPLE_RATE must not both be set, got both: each decides which traces are kept',
		);
	}
	if (config.otelPropagators?.includes('none') && config.otelPropagators.length > 1) {
		problems.push(`OTEL_PROPAGATORS must be none alone or without it, got "${config.otelPropagators}"`);
	}
	return problems;
}

/** What is allowed and seldom meant, one sentence each, to be said at the start. Never shows a secret. */
export function warnings(config: Config, env: Environment): string[] {
	return [...unknownVariables(env), ...uncheckedTokens(config), ...hopelessStops(config)];
}

/** The bound on the whole stop would always come first. */
function hopelessStops({shutdownDelayMs, shutdownTimeoutMs}: Config): string[] {
	if (shutdownDelayMs < shutdownTimeoutMs) return [];
	return [
		`SHUTDOWN_DELAY_MS is ${shutdownDelayMs} and SHUTDOWN_TIMEOUT_MS ${shutdownTimeoutMs}: each stop is cut off before the listener closes, and exits with 1`,
	];
}

/** A public issuer signs for everybody: RFC 8725 §3.8, §3.9. */
function uncheckedTokens({authJwksUrl, authIssuer, authAudience}: Config): string[] {
	const unchecked = [...(authIssuer ? [] : ['AUTH_ISSUER']), ...(authAudience ? [] : ['AUTH_AUDIENCE'])];
	if (!authJwksUrl || unchecked.length === 0) return [];
	return [
		`AUTH_JWKS_URL is set without ${unchecked.join(' and ')}, so any token that its keys sign is taken, one made for another service too`,
	];
}
