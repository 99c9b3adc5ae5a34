import type {Attributes} from '@opentelemetry/api';
import type {UndiciRequest} from '@opentelemetry/instrumentation-undici';
import type {Config} from '../config/load-config.ts';
import {splitTarget} from './http-semantics.ts';
import {scrubQuery} from './scrub.ts';
import {scrubText} from './secrets.ts';

/** What a client span says of its URL: the instrumentation would show credentials and the whole query. */
export function clientSpanAttributes(config: Config): (request: UndiciRequest) => Attributes {
	return ({origin, path: target}) => {
		const {path, query} = splitTarget(target);
		const {protocol, host} = new URL(origin);
		const shown = config.sentrySendDefaultPii && query !== undefined ? scrubQuery(query) : undefined;
		return {
			'url.full': `${protocol}//${host}${scrubText(path)}${shown === undefined ? '' : `?${shown}`}`,
			// Undefined leaves it out: an empty value would be one more fact that says nothing.
			'url.query': shown,
		};
	};
}
