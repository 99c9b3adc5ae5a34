import type Koa from 'koa';
import type {Request} from 'koa';
import type {CallerOf} from '../../config/caller/caller.ts';

/**
Let `ctx.ip`, `ips`, `protocol`, `secure`, `host`, `hostname`, `origin`, `href` and `URL` say of a caller what the host
guard, spans and events say, and `ctx.cookies` know a secure connection.

Koa's own `app.proxy` believes anybody's headers. Set once for the whole application, so a request that asks for none of
it costs nothing. `origin` is that of the URL, as documented; the header of that name is `ctx.get('origin')`.
*/
export function knowCaller(app: Koa, callerOf: CallerOf): void {
	const answers: Record<string, (request: Request) => unknown> = {
		ip: ({req}) => callerOf(req).address ?? '',
		ips: ({req}) => callerOf(req).forwardedFor,
		protocol: ({req}) => callerOf(req).scheme,
		host: ({req}) => callerOf(req).authority,
		hostname: ({req}) => callerOf(req).host?.hostname ?? '',
		origin: ({req}) => callerOf(req).origin,
		href: ({req, originalUrl}) => callerOf(req).origin + withoutOrigin(originalUrl),
		URL: ({href, origin}) => (URL.canParse(href) ? new URL(href) : new URL(origin)),
	};
	for (const [name, answer] of Object.entries(answers)) {
		Object.defineProperty(app.request, name, {
			configurable: true,
			get(this: Request) {
				return answer(this);
			},
			// Koa lets `ip` be set.
			set(this: Request, value: unknown) {
				Object.defineProperty(this, name, {value, writable: true, configurable: true});
			},
		});
	}
}

/** Path and query of a target, whose form may be origin, absolute or asterisk: RFC 9112 §3.2. */
function withoutOrigin(target: string): string {
	if (target.startsWith('/')) return target;
	const rest = target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '');
	return rest.startsWith('/') || rest.startsWith('?') ? rest : '/';
}
