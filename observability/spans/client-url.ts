import type {Attributes} from '@opentelemetry/api';
import {scrubQuery} from '../privacy/scrub.ts';
import {scrubText} from '../privacy/secrets.ts';
import {splitTarget} from '../requests/http-semantics.ts';

/**
Where a call goes, without credentials, and without its query unless that may be shown.

@param target - Path and query, as they are sent.
*/
export function clientUrl(
	protocol: string,
	host: string,
	target: string,
	sendDefaultPii: boolean,
): Attributes {
	const {path, query} = splitTarget(target);
	const shown = sendDefaultPii && query !== undefined ? scrubQuery(query) : undefined;
	return {
		'url.full': `${protocol}//${host}${scrubText(path)}${shown === undefined ? '' : `?${shown}`}`,
		'url.query': shown,
	};
}
