import type {Request} from '../../observability/requests/request-context.ts';
import {BodyTooLarge, ClientLeft} from '../problems/request-errors.ts';

const firstBytes = 16_384;

/**
Read a whole request body.

Into one buffer that grows: kept as they come, a million chunks of one byte are a million objects.

@param limitBytes - Longest body taken.
@throws {BodyTooLarge | ClientLeft}
*/
export function readBody(request: Request, limitBytes: number): Promise<Buffer> {
	const {promise, resolve, reject} = Promise.withResolvers<Buffer>();
	let bytes: Buffer = Buffer.alloc(0);
	let length = 0;

	function take(chunk: Buffer): void {
		const needed = length + chunk.length;
		if (needed > limitBytes) {
			refuse();
			return;
		}
		if (length === 0) {
			// Most bodies come in one piece.
			bytes = chunk;
		} else {
			if (needed > bytes.length)
				bytes = grow(bytes, length, Math.max(needed, Math.min(limitBytes, Math.max(firstBytes, 2 * length))));
			chunk.copy(bytes, length);
		}
		length = needed;
	}

	function refuse(): void {
		forget();
		// Left unread, the rest would keep the connection from its next request, and a stop from its end.
		request.resume();
		reject(new BodyTooLarge(limitBytes));
	}

	function end(): void {
		forget();
		// Broken off, an HTTP/2 stream ends all the same.
		if (request.aborted) reject(new ClientLeft());
		else resolve(bytes.subarray(0, length));
	}

	function leave(): void {
		forget();
		reject(new ClientLeft());
	}

	function forget(): void {
		request.off('data', take).off('end', end).off('error', leave).off('close', leave);
	}

	if (request.aborted || request.destroyed) reject(new ClientLeft());
	else if (request.readableEnded) reject(new Error('The body of the request was read before'));
	// Not Koa's `ctx.length`, which is negative for two gigabytes.
	else if (Number(request.headers['content-length']) > limitBytes) refuse();
	else request.on('data', take).on('end', end).on('error', leave).on('close', leave);
	return promise;
}

function grow(bytes: Buffer, length: number, size: number): Buffer {
	const grown = Buffer.allocUnsafe(size);
	bytes.copy(grown, 0, 0, length);
	return grown;
}
