import type {IncomingMessage} from 'node:http';
import type {Middleware} from 'koa';
import type {User} from '../../observability/requests/request-context.ts';

export interface Options {
	/** Lower case. The header in which a gateway states the user's id. */
	userIdHeader: string | undefined;
	/** Whether the peer may state it. */
	isBehindGateway: (request: IncomingMessage) => boolean;
	verifyToken: VerifyToken | undefined;
}

/** @throws {Unauthorized} when the token is not good. */
export type VerifyToken = (token: string) => Promise<User>;

/**
Find out who calls: `ctx.state.user`, absent for a stranger.

Place above what needs to know, below what answers errors. A bad token is 401; none is a stranger,
and the route decides whether it serves strangers.
*/
export function authenticate({userIdHeader, isBehindGateway, verifyToken}: Options): Middleware {
	return function authenticate(ctx, next) {
		if (verifyToken) {
			const {authorization} = ctx.req.headers;
			if (authorization !== undefined) {
				const token = /^bearer +([\w.~+/=-]+) *$/i.exec(authorization)?.[1];
				if (!token) throw new Unauthorized('Authorization must be a bearer token');
				return verifyToken(token).then(user => {
					ctx.state['user'] = user;
					return next();
				});
			}
		}
		if (userIdHeader !== undefined && isBehindGateway(ctx.req)) {
			const id = ctx.req.headers[userIdHeader];
			if (typeof id === 'string' && /^[\x21-\x7e]{1,128}$/.test(id)) ctx.state['user'] = {id};
		}
		return next();
	};
}

/** Credentials were sent and are not good. Missing ones are no error here: routes decide whom they serve. */
export class Unauthorized extends Error {
	override readonly name = 'Unauthorized';
	readonly code = 'unauthorized';

	constructor(reason: string, options?: ErrorOptions) {
		super(reason, options);
	}
}
