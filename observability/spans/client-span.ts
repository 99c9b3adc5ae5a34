import type {Attributes, Context, Span} from '@opentelemetry/api';
import {context, createContextKey} from '@opentelemetry/api';
import type {UndiciInstrumentationConfig, UndiciRequest} from '@opentelemetry/instrumentation-undici';
import type {Config} from '../../config/config.ts';
import {scrubQuery} from '../privacy/scrub.ts';
import {scrubText} from '../privacy/secrets.ts';
import {splitTarget} from '../requests/http-semantics.ts';
import type {Targets} from './propagation/targets.ts';
import {removeTraceHeaders} from './propagation/targets.ts';

/** Undefined leaves out what the instrumentation would say for nothing, or beside the conventions. */
const leftOut = {
	'http.request.method_original': undefined,
	'url.path': undefined,
	'user_agent.original': undefined,
};

/**
What client spans say, and don't: the instrumentation would show credentials and the whole query.

https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span

@param fields - Names of the headers that tell of a trace.
*/
export function clientSpans(
	config: Config,
	targets: Targets,
	fields: ReadonlySet<string>,
): UndiciInstrumentationConfig {
	const urlOf = ({origin, path}: UndiciRequest) => {
		const {protocol, host} = new URL(origin);
		return clientUrl(protocol, host, path, config.sentrySendDefaultPii);
	};
	return {
		startSpanHook: request => ({
			...leftOut,
			...urlOf(request),
			'http.request.resend_count': outboundCallOf(context.active())?.resendCount || undefined,
		}),
		requestHook(span, request) {
			targets.note(span, new URL(request.origin).hostname);
			if (Array.isArray(request.headers)) removeTraceHeaders(request.headers, fields);
			const call = outboundCallOf(context.active());
			if (call) call.span = span;
		},
	};
}

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

/** One attempt of a call to another service: what its client span can't know of the request alone. */
export interface OutboundCall {
	/** Attempts before this one. */
	resendCount: number;
	/** Set as soon as the request is made. */
	span?: Span;
}

/** Whoever makes a call puts it under this key into its context. The API gives equal names equal keys. */
const outboundCallKey = createContextKey('outbound call');

export function outboundCallOf(context: Context): OutboundCall | undefined {
	return context.getValue(outboundCallKey) as OutboundCall | undefined;
}
