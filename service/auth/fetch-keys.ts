import {context, createContextKey} from '@opentelemetry/api';
import {readAnswer} from '../upstream/read-answer.ts';
import {withoutCredentials} from '../upstream/url-credentials.ts';

/** Calls in a context that has it carry no trace headers. Equal to telemetry's own: the API gives equal names equal keys. */
const untracedKey = createContextKey('no trace headers');

/** A dozen keys with their certificates. */
const limitBytes = 262_144;

/**
Ask a key server for its keys, and take what it answers only if that is JSON, of a size that keys have, and in time.

It hears nothing of our traces: it is somebody else's, and asked on behalf of many requests.

@throws {Error} when it is not; the answer's own text stays out of it.
*/
export async function fetchKeys(keysUrl: string, timeoutMs: number): Promise<unknown> {
	const {url, authorization} = withoutCredentials(keysUrl);
	const init: RequestInit = {
		headers: {
			accept: 'application/json, application/jwk-set+json',
			...(authorization && {authorization}),
		},
		redirect: 'manual',
		// Until the last byte.
		signal: AbortSignal.timeout(timeoutMs),
	};
	const untraced = context.active().setValue(untracedKey, true);
	const response = await context.with(untraced, fetch, undefined, url, init);
	const text = await readAnswer(response, limitBytes);
	if (text === undefined) throw new Error(`its answer has more than ${limitBytes} bytes`);
	if (response.status !== 200) throw new Error(`it answers with ${response.status}`);
	try {
		return JSON.parse(text);
	} catch {
		throw new Error('its answer is no JSON');
	}
}
