import type {Context} from 'koa';
import rawBody from 'raw-body';
import {BodyTooLarge} from '../problems/body-too-large.ts';
import {ClientLeft} from '../problems/client-left.ts';
import {MalformedJson} from '../problems/malformed-json.ts';
import {UnsupportedMediaType} from '../problems/unsupported-media-type.ts';

/** https://datatracker.ietf.org/doc/html/rfc6839#section-3.1 */
const mediaType = /^application\/([\w.-]+\+)?json$/i;
const utf8 = new TextDecoder('utf-8', {fatal: true});

/**
Read a request's body as JSON.

@param limitBytes - Longest body taken.
@throws {UnsupportedMediaType | BodyTooLarge | MalformedJson | ClientLeft}
*/
export async function readJson(ctx: Context, limitBytes: number): Promise<unknown> {
	const coding = ctx.get('content-encoding');
	// JSON has one charset: https://datatracker.ietf.org/doc/html/rfc8259#section-8.1
	const isUtf8 = /^(utf-?8)?$/i.test(ctx.request.charset);
	// Not `ctx.is`, which sees no body in HTTP/2 unless its length is told.
	if (!mediaType.test(ctx.request.type) || !isUtf8 || (coding && coding !== 'identity')) {
		throw new UnsupportedMediaType(
			coding ? `content-encoding ${coding}` : ctx.get('content-type') || undefined,
		);
	}
	// Not `ctx.length`, which is negative for two gigabytes.
	const length = Number(ctx.get('content-length')) || null;
	const bytes = await rawBody(ctx.req, {length, limit: limitBytes}).catch((error: {type?: string}) => {
		if (error.type === 'entity.too.large') {
			// Left unread, the rest would keep the connection from its next request, and a stop from its end.
			ctx.req.resume();
			throw new BodyTooLarge(limitBytes);
		}
		if (error.type === 'request.aborted') throw new ClientLeft();
		throw error;
	});
	try {
		return JSON.parse(utf8.decode(bytes));
	} catch {
		throw new MalformedJson();
	}
}
