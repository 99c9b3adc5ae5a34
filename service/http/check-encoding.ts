import type {Context} from 'koa';
import type {z} from 'zod';
import type {InputError} from '../problems/request-errors.ts';
import {pointerTo} from '../problems/request-errors.ts';

/**
The router keeps as it is what can't be decoded, and a query turns it into U+FFFD: two texts would be one.

Of a query only what the route reads: others hang on links what they like.
*/
export function checkEncoding(
	{path, querystring}: Context,
	query: z.ZodType | undefined,
	errors: InputError[],
): void {
	if (!isDecodable(path)) errors.push({pointer: '/path', detail: badEncoding});
	const read = (query as {shape?: object} | undefined)?.shape ?? {};
	for (const pair of querystring.split('&')) {
		const [key = ''] = pair.split('=', 1);
		if (Object.hasOwn(read, key) && !isDecodable(pair)) {
			errors.push({pointer: pointerTo(['query', key]), detail: badEncoding});
		}
	}
}

const badEncoding = 'must be percent-encoded UTF-8 without NUL';

function isDecodable(text: string): boolean {
	try {
		// NUL is what databases refuse, whatever a schema says of a text.
		return !decodeURIComponent(text).includes('\0');
	} catch {
		return false;
	}
}
