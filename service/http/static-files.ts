import {fileURLToPath} from 'node:url';
import {send} from '@koa/send';
import type {Context} from 'koa';
import {requestPath, StaticFileMissing} from '../problems/not-found.ts';

const root = fileURLToPath(new URL('../../static/', import.meta.url));
const oneHourMs = 3_600_000;

/**
Serve a file of `static/`.

@param path - As in the URL below `/static/`, still percent-encoded.
@throws {StaticFileMissing}
*/
export async function serveStaticFile(ctx: Context, path: string): Promise<void> {
	const sent = await send(ctx, path || '-', {root, maxAge: oneHourMs}).catch((error: {status?: number}) => {
		// A path that leaves the folder, or can't be decoded, names no file either.
		if (error.status !== undefined && error.status < 500) return undefined;
		throw error;
	});
	if (sent === undefined) throw new StaticFileMissing(requestPath(ctx.originalUrl));
	// Its caller has it already.
	if (ctx.fresh) ctx.status = 304;
}
