import type {Config} from '../config/load-config.ts';
import {Unauthorized} from './errors/unauthorized.ts';
import {UpstreamFailed} from './errors/upstream-failed.ts';
import type {VerifyToken} from './middleware/authenticate.ts';

/** Asymmetric only: a JWKS is public, and with `HS256` its keys would sign as well as verify. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** Verify bearer JWTs (RFC 7519, RFC 8725) with the issuer's published keys, cached and fetched again when they rotate. */
export function createVerifyToken({authJwksUrl = '', authIssuer, authAudience}: Config): VerifyToken {
	// Loaded only by services that verify tokens: it would be a twentieth of everyone's start.
	const jose = import('jose').then(({createRemoteJWKSet, jwtVerify}) => ({
		jwtVerify,
		keys: createRemoteJWKSet(new URL(authJwksUrl), {timeoutDuration: 3000}),
	}));
	return async function verifyToken(token) {
		const {jwtVerify, keys} = await jose;
		const {payload} = await jwtVerify(token, keys, {
			algorithms,
			clockTolerance: 5,
			requiredClaims: ['sub', 'exp'],
			...(authIssuer !== undefined && {issuer: authIssuer}),
			...(authAudience !== undefined && {audience: authAudience}),
		}).catch((error: Error & {code?: string}) => {
			if (isTheKeysFault(error)) throw new UpstreamFailed('key server', 'no keys', {cause: error});
			throw new Unauthorized('The bearer token is not good', {cause: error});
		});
		const {sub, email, preferred_username: username} = payload;
		return {
			id: String(sub),
			...(typeof email === 'string' && {email}),
			...(typeof username === 'string' && {username}),
		};
	};
}

/** jose throws what `fetch` threw, and generic errors for a time-out or an answer that is no key set. */
function isTheKeysFault({code}: {code?: string}): boolean {
	return code === undefined || !/^ERR_(JWT|JWS|JWKS_NO_MATCHING_KEY|JOSE_ALG|JOSE_NOT)/.test(code);
}
