import type {Config, Environment} from './config.ts';
import {unknownVariables} from './unknown-variables.ts';

/** What is allowed and seldom meant, one sentence each, to be said at the start. Never shows a secret. */
export function warnings(config: Config, env: Environment): string[] {
	return [...unknownVariables(env), ...uncheckedTokens(config)];
}

/** A public issuer signs for everybody: RFC 8725 §3.8, §3.9. */
function uncheckedTokens({authJwksUrl, authIssuer, authAudience}: Config): string[] {
	const unchecked = [...(authIssuer ? [] : ['AUTH_ISSUER']), ...(authAudience ? [] : ['AUTH_AUDIENCE'])];
	if (!authJwksUrl || unchecked.length === 0) return [];
	return [
		`AUTH_JWKS_URL is set without ${unchecked.join(' and ')}: any token that its keys sign is taken, one made for another service too`,
	];
}
