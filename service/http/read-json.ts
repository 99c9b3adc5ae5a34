import type {Context} from 'koa';
import {InvalidInput, MalformedJson, UnsupportedMediaType} from '../problems/request-errors.ts';
import {findIllFormed} from './ill-formed.ts';
import {readBody} from './read-body.ts';

/** https://datatracker.ietf.org/doc/html/rfc6839#section-3.1 */
const mediaType = /^application\/([\w.-]+\+)?json$/i;
/** Cheap test for most bodies: what is UTF-8 has no half of a pair but by an escape. */
const surrogate = /\\u[dD][89a-fA-F]/;
const utf8 = new TextDecoder('utf-8', {fatal: true});

/**
Read a request's body as JSON.

@param limitBytes - Longest body taken.
@throws {UnsupportedMediaType | BodyTooLarge | MalformedJson | InvalidInput | ClientLeft}
*/
export async function readJson(ctx: Context, limitBytes: number): Promise<unknown> {
	const {'content-type': type, 'content-encoding': coding} = ctx.req.headers;
	// As nearly all say it. To read it costs more than to parse a small body.
	if (type !== 'application/json' || coding !== undefined) checkType(ctx);
	const bytes = await readBody(ctx.req, limitBytes);
	const {text, json} = parse(bytes);
	if (surrogate.test(text)) {
		const errors = findIllFormed(json);
		if (errors.length > 0) throw new InvalidInput(errors);
	}
	return json;
}

/** @throws {UnsupportedMediaType} */
function checkType(ctx: Context): void {
	const coding = ctx.get('content-encoding');
	// JSON has one charset: https://datatracker.ietf.org/doc/html/rfc8259#section-8.1
	const isUtf8 = /^(utf-?8)?$/i.test(ctx.request.charset);
	// Not `ctx.is`, which sees no body in HTTP/2 unless its length is told.
	if (mediaType.test(ctx.request.type) && isUtf8 && (!coding || coding === 'identity')) return;
	throw new UnsupportedMediaType(
		coding ? `content-encoding ${coding}` : ctx.get('content-type') || undefined,
	);
}

function parse(bytes: Uint8Array): {text: string; json: unknown} {
	try {
		const text = utf8.decode(bytes);
		return {text, json: JSON.parse(text)};
	} catch {
		throw new MalformedJson();
	}
}
