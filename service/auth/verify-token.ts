import type {errors as JoseErrors, JWTPayload} from 'jose';
import type {Config} from '../../config/config.ts';
import type {User} from '../../observability/requests/request-context.ts';
import {UpstreamFailed} from '../upstream/upstream-errors.ts';
import type {VerifyToken} from './authenticate.ts';
import {Unauthorized} from './authenticate.ts';
import {createKeySet, fetchKeys} from './key-set.ts';

/** Asymmetric only: a JWKS is public, and with `HS256` its keys would sign as well as verify. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** https://openid.net/specs/openid-connect-core-1_0.html#IDToken */
const longestSubject = 255;

const keysTimeoutMs = 3000;

/** Verify bearer JWTs (RFC 7519, RFC 8725) with the issuer's published keys: see `createKeySet`. */
export function createVerifyToken({authJwksUrl = '', authIssuer, authAudience}: Config): VerifyToken {
	// Loaded only by services that verify tokens: it would be a twentieth of everyone's start.
	const loading = import('jose').then(jose => ({
		jose,
		keys: createKeySet({
			jose,
			ask: () => fetchKeys(authJwksUrl, keysTimeoutMs),
			now: () => performance.now(),
		}),
	}));
	const options = {
		algorithms,
		clockTolerance: 5,
		requiredClaims: ['sub', 'exp'],
		...(authIssuer !== undefined && {issuer: authIssuer}),
		...(authAudience !== undefined && {audience: authAudience}),
	};
	return async function verifyToken(token) {
		const {jose, keys} = await loading;
		const {payload} = await jose.jwtVerify(token, keys, options).catch((error: Error) => {
			if (isTokensFault(error, jose.errors))
				throw new Unauthorized('The bearer token is not good', {cause: error});
			throw new UpstreamFailed('key server', 'no keys', {cause: error});
		});
		return toUser(payload);
	};
}

function toUser({sub, email, preferred_username: username}: JWTPayload): User {
	// Verified or not, a token says what its issuer lets people put there.
	if (typeof sub !== 'string' || sub === '' || sub.length > longestSubject || !sub.isWellFormed()) {
		throw new Unauthorized(`The bearer token's sub must be a text of 1-${longestSubject} characters`);
	}
	return {
		id: sub,
		...(typeof email === 'string' && {email}),
		...(typeof username === 'string' && {username}),
	};
}

/** Everything else is about the keys: what `fetch` threw, a time-out, an answer that is no key set, a key too weak. */
function isTokensFault(error: Error, errors: typeof JoseErrors): boolean {
	return [
		errors.JWTClaimValidationFailed,
		errors.JWTExpired,
		errors.JWTInvalid,
		errors.JWSInvalid,
		errors.JWSSignatureVerificationFailed,
		errors.JWKSNoMatchingKey,
		// It names no key where there are several.
		errors.JWKSMultipleMatchingKeys,
		errors.JOSEAlgNotAllowed,
		errors.JOSENotSupported,
	].some(type => error instanceof type);
}
