import type {Context} from 'koa';
import rawBody from 'raw-body';
import {BodyTooLarge} from './errors/body-too-large.ts';
import {ClientLeft} from './errors/client-left.ts';
import {MalformedJson} from './errors/malformed-json.ts';
import {UnsupportedMediaType} from './errors/unsupported-media-type.ts';

const utf8 = new TextDecoder('utf-8', {fatal: true});

/**
Read a request's body as JSON.

@param limitBytes - Longest body taken.
@throws {UnsupportedMediaType | BodyTooLarge | MalformedJson | ClientLeft}
*/
export async function readJson(ctx: Context, limitBytes: number): Promise<unknown> {
	const coding = ctx.get('content-encoding');
	if (!ctx.is('json', '+json') || (coding && coding !== 'identity')) {
		throw new UnsupportedMediaType(
			coding ? `content-encoding ${coding}` : ctx.get('content-type') || undefined,
		);
	}
	const bytes = await rawBody(ctx.req, {length: ctx.length ?? null, limit: limitBytes}).catch(
		(error: {type?: string}) => {
			if (error.type === 'entity.too.large') {
				// Left unread, the rest would keep the connection from its next request, and a stop from its end.
				ctx.req.resume();
				throw new BodyTooLarge(limitBytes);
			}
			if (error.type === 'request.aborted') throw new ClientLeft();
			throw error;
		},
	);
	try {
		return JSON.parse(utf8.decode(bytes));
	} catch {
		throw new MalformedJson();
	}
}
