import {Readable} from 'node:stream';
import type {ReadableStream} from 'node:stream/web';
import type Koa from 'koa';
import type {Context} from 'koa';
import {BodyBrokeOff} from '../problems/answer-errors.ts';
import {isGone} from './ending.ts';
import {isPlain} from './json-body.ts';

/**
Keep streams from ending the process, from the moment that a body is one.

A stream may fail while its handler is still at something else, or between two turns of ours, and an `error` that nobody
listens to is an exception of the process. Here it is kept on the stream, where `begin` and `send` find it.
*/
export function holdBodies({response}: Koa): void {
	const body = bodyOf(response)!;
	Object.defineProperty(response, 'body', {
		...body,
		set(value: unknown) {
			if (isEmitter(value) && value.listenerCount('error', ignore) === 0) value.on('error', ignore);
			body.set!.call(this, value);
		},
	});
}

/**
Wait until a body that is a stream has something to say, while a failure can still be answered.

Once it is sent, a stream that fails at once, as that of a file that can't be opened, takes the connection with it.

@returns nothing when there is nothing to wait for, as for most bodies.
@throws what the stream fails with before its first byte.
*/
export function begin(ctx: Context): Promise<void> | undefined {
	const {body} = ctx.response;
	if (typeof body !== 'object' || body === null || isPlain(body) || ctx.request.method === 'HEAD')
		return undefined;
	const stream = toReadable(ctx, body);
	if (!stream) return undefined;
	if (stream.errored) throw stream.errored;
	if (stream.destroyed && !stream.readableEnded) throw new BodyBrokeOff();
	return stream.readableEnded || stream.readableLength > 0 ? undefined : begun(stream);
}

async function begun(stream: Readable): Promise<void> {
	await new Promise<void>(resolve => {
		const done = () => {
			for (const event of ['readable', 'end', 'error', 'close']) stream.off(event, done);
			resolve();
		};
		for (const event of ['readable', 'end', 'error', 'close']) stream.on(event, done);
	});
	// Also one that failed right behind its first byte, of which nothing is sent yet.
	if (stream.errored) throw stream.errored;
}

/**
Send a body that is a stream, and hear of it when it breaks while its caller still listens.

Not by `pipeline`: it reads fields of whatever a stream fails with, and what a response doesn't take it lets through as an
exception of the process.
*/
export function send({res}: Context, body: Readable, onBroken: (error: Error) => void): void {
	body.once('error', error => isGone(res) || onBroken(error));
	body.once('close', () => {
		// A source that broke and a caller who left look the same later.
		if (!body.readableEnded && !body.errored && !isGone(res)) onBroken(new BodyBrokeOff());
	});
	res.on('error', ignore);
	res.on('drain', () => body.resume());
	res.once('close', () => body.destroy());
	if (body.readableEnded) {
		res.end();
		return;
	}
	body.on('end', () => res.end());
	body.on('data', chunk => {
		try {
			if (!res.write(chunk)) body.pause();
		} catch (error) {
			body.destroy(error as Error);
		}
	});
}

/** The stream of a body of any kind, which takes its place: only a Node stream can be watched. */
function toReadable(ctx: Context, body: object): Readable | undefined {
	if (body instanceof Readable) return body;
	const stream = body instanceof Blob ? body.stream() : body instanceof Response ? body.body : body;
	if (!(stream instanceof globalThis.ReadableStream)) return undefined;
	const readable = Readable.fromWeb(stream as ReadableStream);
	const length = ctx.res.getHeader('content-length');
	ctx.body = readable;
	// Koa takes it away with a body that is replaced, but it is the same one.
	if (length !== undefined) ctx.res.setHeader('content-length', length);
	return readable;
}

function ignore(): void {}

function isEmitter(value: unknown): value is Readable {
	return (
		typeof value === 'object' && value !== null && typeof (value as Readable).listenerCount === 'function'
	);
}

function bodyOf(object: object): PropertyDescriptor | undefined {
	let owner: object | null = object;
	for (; owner; owner = Object.getPrototypeOf(owner) as object | null) {
		const property = Object.getOwnPropertyDescriptor(owner, 'body');
		if (property) return property;
	}
	return undefined;
}
