import type {Context} from 'koa';
import {requestPath} from './not-found.ts';
import type {problemOf} from './problem-of.ts';

/** What an error may add to its answer: RFC 9110 §10.2.1, §10.2.3, §11.6.1, §14.4. */
const allowedHeaders = ['allow', 'content-range', 'retry-after', 'www-authenticate'];

/** Set for the answer that was under way, and wrong for the one that replaces it. */
const staleHeaders =
	/^(?:content-(?!security-policy)|etag|last-modified|cache-control|expires|transfer-encoding)/;

/** Write a problem document, RFC 9457, over whatever the response was going to be. */
export function writeProblem(
	ctx: Context,
	{status, title, code}: ReturnType<typeof problemOf>,
	thrown: unknown,
): void {
	for (const name of ctx.res.getHeaderNames()) if (staleHeaders.test(name)) ctx.remove(name);
	const {errors, headers, retryAfterSeconds} = additions(thrown);
	if (headers && status < 500) ctx.set(headers);
	if (typeof retryAfterSeconds === 'number') ctx.set('retry-after', String(retryAfterSeconds));
	if (status === 401 && !ctx.res.hasHeader('www-authenticate')) {
		ctx.set('www-authenticate', code === 'unauthorized' ? 'Bearer error="invalid_token"' : 'Bearer');
	}
	ctx.status = status;
	// Before the body, so that Koa needn't find out what it is.
	ctx.res.setHeader('content-type', 'application/problem+json');
	ctx.body = {
		type: code === 'about:blank' ? code : `/docs#${code}`,
		title,
		status,
		instance: requestPath(ctx.originalUrl),
		request_id: ctx.state['requestId'],
		trace_id: ctx.state['traceId'],
		...(errors && status < 500 && {errors}),
	};
}

interface Additions {
	errors?: {pointer: string; detail: string}[];
	headers?: Record<string, string>;
	retryAfterSeconds?: unknown;
}

/** Only what is known to be meant for the caller: any library may hang anything on its errors. */
function additions(thrown: unknown): Additions {
	try {
		const {errors, headers, retryAfterSeconds} = Object(thrown) as Record<string, unknown>;
		return {
			retryAfterSeconds,
			...(Array.isArray(errors) && errors.every(isInputError) && {errors: errors.map(inputError)}),
			headers: Object.fromEntries(
				Object.entries(Object(headers) as object)
					.map(([name, value]) => [name.toLowerCase(), String(value)] as const)
					.filter(([name, value]) => allowedHeaders.includes(name) && /^[\t\x20-\x7e]*$/.test(value)),
			),
		};
	} catch {
		return {};
	}
}

function isInputError(error: unknown): boolean {
	const {pointer, detail} = Object(error) as Record<string, unknown>;
	return typeof pointer === 'string' && typeof detail === 'string';
}

function inputError({pointer, detail}: {pointer: string; detail: string}) {
	return {pointer, detail};
}
