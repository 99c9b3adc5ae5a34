import {origins} from './origins.ts';
import {
	boolean,
	headerName,
	hosts,
	httpUrl,
	integer,
	milliseconds,
	oneOf,
	proxies,
	text,
} from './setting-types.ts';

/** Where the service listens, whom it answers, and its limits. */
export const httpSettings = {
	NODE_ENV: {
		type: {
			...oneOf('development', 'test', 'production'),
			hint: 'name an environment of your own, such as staging, in SENTRY_ENVIRONMENT',
		},
		default: 'development',
		meaning: '`production` makes the strict defaults apply',
	},
	HOST: {type: text, meaning: 'address to listen on; every interface when unset'},
	PORT: {type: integer(0, 65_535), default: '3000', meaning: 'port to listen on; 0 picks a free one'},
	HTTP2: {
		type: boolean,
		default: 'false',
		meaning:
			'speak cleartext HTTP/2 (prior knowledge) beside HTTP/1.1, on the same port, behind a proxy that does',
	},
	ALLOWED_HOSTS: {
		type: hosts,
		default: {development: '.localhost,127.0.0.1,[::1]', test: '.localhost,127.0.0.1,[::1]'},
		requiredInProduction: true,
		example: '.localhost,127.0.0.1,[::1]',
		meaning: 'hosts we answer for: `name`, `.name` for it and its subdomains, `*` for any valid one',
	},
	TRUST_PROXY: {
		type: proxies,
		meaning: 'hops, or addresses and CIDRs, whose `X-Forwarded-For/-Host/-Proto` are believed',
	},
	CORS_ORIGINS: {
		type: origins,
		meaning: 'origins whose pages may call us, `*` for any; no CORS when unset',
	},
	REQUEST_TIMEOUT_MS: {
		type: milliseconds(1, 3_600_000),
		default: '30000',
		meaning: '503 beyond it; a caller may ask for less with `x-envoy-expected-rq-timeout-ms`',
	},
	HEADERS_TIMEOUT_MS: {
		type: milliseconds(1, 3_600_000),
		default: '10000',
		meaning: '408 when a request’s headers take longer',
	},
	BODY_TIMEOUT_MS: {
		type: milliseconds(1, 3_600_000),
		default: '30000',
		meaning: '408 when a whole request takes longer to arrive',
	},
	KEEP_ALIVE_TIMEOUT_MS: {
		type: milliseconds(1, 3_600_000),
		default: '65000',
		meaning: 'an idle connection is closed; longer than the load balancer’s, often 60 s',
	},
	IDLE_TIMEOUT_MS: {
		type: milliseconds(1, 3_600_000),
		default: '60000',
		meaning: 'a caller who doesn’t read the answer is cut off; told within half as much again',
	},
	MAX_REQUESTS_PER_SOCKET: {
		type: integer(0, 1_000_000_000),
		default: '0',
		meaning: 'a connection is closed after so many; 0 for no limit',
	},
	BODY_LIMIT_BYTES: {type: integer(0, 1_073_741_824, 'bytes'), default: '1048576', meaning: '413 beyond it'},
	OVERLOAD_EVENT_LOOP_DELAY_MS: {
		type: milliseconds(0, 60_000),
		default: '250',
		meaning: '503 with `Retry-After` while the event loop is later than this; 0 never sheds',
	},
	SHUTDOWN_DELAY_MS: {
		type: milliseconds(0, 600_000),
		default: {development: '0', test: '0', production: '5000'},
		meaning: 'how long readiness says no, and requests are still served, before the listener closes',
	},
	SHUTDOWN_TIMEOUT_MS: {
		type: milliseconds(1, 600_000),
		default: '25000',
		meaning: 'the bound on the whole stop',
	},
	DEBUG_ROUTES: {
		type: boolean,
		default: {development: 'true', test: 'true', production: 'false'},
		meaning: 'the `/debug` routes, which fail on purpose',
	},
};

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
