import {Readable} from 'node:stream';
import type {ReadableStream} from 'node:stream/web';
import type {Context} from 'koa';
import {BodyBrokeOff} from '../problems/body-broke-off.ts';
import {isGone} from './caller-left.ts';

/**
Wait until a body that is a stream has something to say, while a failure can still be answered.

Once Koa has piped it, a stream that fails at once, as that of a file that can't be opened, takes the connection with it.

@returns nothing when there is nothing to wait for, as for most bodies.
@throws what the stream fails with before its first byte.
*/
export function begin(ctx: Context): Promise<void> | undefined {
	const body = toReadable(ctx);
	if (!body || ctx.method === 'HEAD' || body.readableEnded || body.readableLength > 0) return undefined;
	if (body.errored) throw body.errored;
	return new Promise<void>((resolve, reject) => {
		const begun = () => {
			for (const event of ['readable', 'end', 'close']) body.off(event, begun);
			body.off('error', reject);
			resolve();
		};
		for (const event of ['readable', 'end', 'close']) body.once(event, begun);
		body.once('error', reject);
	});
}

/**
Hear of a body that breaks while its caller still listens.

Koa asks only once both ends are closed, when a source that broke and a caller who left look the same.
*/
export function watch(ctx: Context, onBroken: (error: Error) => void): void {
	const {body} = ctx;
	if (!(body instanceof Readable)) return;
	body.once('error', error => isGone(ctx.res) || onBroken(error));
	body.once('close', () => {
		if (!body.readableEnded && !body.errored && !ctx.res.writableEnded && !isGone(ctx.res)) {
			onBroken(new BodyBrokeOff());
		}
	});
}

function toReadable(ctx: Context): Readable | undefined {
	const {body} = ctx;
	if (body instanceof Readable) return body;
	const stream = body instanceof Response ? body.body : body;
	if (!(stream instanceof globalThis.ReadableStream)) return undefined;
	const readable = Readable.fromWeb(stream as ReadableStream);
	ctx.body = readable;
	return readable;
}
