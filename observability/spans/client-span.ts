import {context} from '@opentelemetry/api';
import type {UndiciInstrumentationConfig, UndiciRequest} from '@opentelemetry/instrumentation-undici';
import type {Config} from '../../config/config.ts';
import {clientUrl} from './client-url.ts';
import {removeTraceHeaders} from './propagation/own-headers.ts';
import type {Targets} from './propagation/targets.ts';
import {outboundCallOf} from './resend-count.ts';

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
