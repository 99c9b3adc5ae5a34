import {pipeline, Readable, Stream} from 'node:stream';
import type {Context, Response as KoaResponse} from 'koa';
import {isPlain} from './json-body.ts';
import {addHeader} from './listed-response.ts';

/** https://www.rfc-editor.org/rfc/rfc9110#section-15.3.5, §15.3.6, §15.4.5 */
const bodiless = new Set([204, 205, 304]);

/** Send what the middleware made of the response, as `respond` of Koa's `lib/application.js` does. */
export function respond(ctx: Context): void {
	if (ctx.respond === false) return;
	// Asked of the context, each would be looked up by its name: all that it passes on share one piece of code.
	const {res, request, response} = ctx;
	const {body} = response;
	if (!response.writable) {
		res.end();
	} else if (bodiless.has(response.status)) {
		// Takes away the headers that describe a body.
		ctx.body = null;
		res.end();
	} else if (request.method === 'HEAD') {
		const {length} = response;
		if (!ctx.headerSent && !ctx.res.hasHeader('content-length') && Number.isInteger(length))
			ctx.length = length;
		res.end();
	} else if (body === null || body === undefined) {
		respondWithoutBody(ctx);
	} else if (typeof body === 'string' || Buffer.isBuffer(body)) {
		res.end(body);
	} else {
		// Asked for first, the plain kind spares a start the loading of `Response`, which is undici's.
		const stream = isPlain(body) ? undefined : toStream(body);
		if (!stream) {
			endWith(ctx, JSON.stringify(body));
		} else {
			pipeline(stream, res, error => {
				if (error && ctx.app.listenerCount('error') > 0) ctx.onerror(error);
			});
		}
	}
}

function respondWithoutBody(ctx: Context): void {
	const {response, res, req, status} = ctx;
	if ((response as KoaResponse & {_explicitNullBody?: boolean})._explicitNullBody) {
		ctx.remove('content-type');
		ctx.remove('transfer-encoding');
		ctx.length = 0;
		res.end();
		return;
	}
	if (!ctx.headerSent) ctx.type = 'text';
	endWith(ctx, (req.httpVersionMajor < 2 && ctx.message) || String(status));
}

/** @param text - Undefined for what JSON has no word for. */
function endWith(ctx: Context, text: string): void {
	const {res} = ctx;
	if (!res.headersSent && !res.hasHeader('transfer-encoding')) {
		if (!res.hasHeader('content-length')) addHeader(res, 'content-length', Buffer.byteLength(text));
		else res.setHeader('content-length', Buffer.byteLength(text));
	}
	res.end(text);
}

function toStream(body: unknown): NodeJS.ReadableStream | undefined {
	if (body instanceof Blob) return Readable.from(body.stream());
	if (body instanceof ReadableStream) return Readable.from(body);
	if (body instanceof Response) return Readable.from(body.body ?? '');
	return isStream(body) ? body : undefined;
}

/** Streams of other implementations count, as for Koa: its `lib/is-stream.js`. */
function isStream(body: unknown): body is NodeJS.ReadableStream {
	if (body instanceof Stream) return true;
	const {readable, pipe, read, readableObjectMode, destroy, destroyed} = body as Partial<Readable>;
	return (
		readable === true &&
		typeof readableObjectMode === 'boolean' &&
		typeof destroyed === 'boolean' &&
		[pipe, read, destroy].every(method => typeof method === 'function')
	);
}
