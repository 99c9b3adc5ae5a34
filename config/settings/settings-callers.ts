import {headerName, httpUrl, text} from './setting-types.ts';

/** How the caller of a request is known. */
export const callerSettings = {
	USER_ID_HEADER: {
		type: headerName,
		meaning: 'header in which a gateway that `TRUST_PROXY` names states the user id; a token wins over it',
	},
	AUTH_JWKS_URL: {
		type: httpUrl,
		meaning: 'keys that verify bearer JWTs; `sub` becomes the user id',
	},
	AUTH_ISSUER: {type: text, meaning: 'required `iss` of a bearer JWT; when unset, a warning'},
	AUTH_AUDIENCE: {type: text, meaning: 'required `aud` of a bearer JWT; when unset, a warning'},
};
