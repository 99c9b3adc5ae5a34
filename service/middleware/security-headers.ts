import type {IncomingMessage, ServerResponse} from 'node:http';
import helmet from 'helmet';

/**
Headers that keep a browser from misusing our answers, names and values in turn.
https://owasp.org/www-project-secure-headers/

Helmet makes them once, here: they are the same for every request. Strict-Transport-Security is for whoever ends TLS: over
plain HTTP, which is all that is spoken here, RFC 6797 §7.2 forbids it.
*/
export function createSecurityHeaders(): readonly string[] {
	const headers: string[] = [];
	helmet({
		contentSecurityPolicy: {
			useDefaults: false,
			directives: {defaultSrc: ["'none'"], frameAncestors: ["'none'"]},
		},
		crossOriginOpenerPolicy: false,
		crossOriginResourcePolicy: false,
		originAgentCluster: false,
		referrerPolicy: false,
		strictTransportSecurity: false,
		xDnsPrefetchControl: false,
		xDownloadOptions: false,
		xFrameOptions: false,
		xPermittedCrossDomainPolicies: false,
		xXssProtection: false,
	})(
		{} as IncomingMessage,
		{
			setHeader: (name: string, value: string) => headers.push(name.toLowerCase(), value),
			removeHeader() {},
		} as unknown as ServerResponse,
		() => {},
	);
	return headers;
}
