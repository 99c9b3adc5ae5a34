import type {Context, Span} from '@opentelemetry/api';
import {createContextKey} from '@opentelemetry/api';

/** One attempt of a call to another service: what its client span can't know of the request alone. */
export interface OutboundCall {
	/** Attempts before this one. */
	resendCount: number;
	/** Set as soon as the request is made. */
	span?: Span;
}

/** Whoever makes a call puts it under this key into its context. The API gives equal names equal keys. */
export const outboundCallKey = createContextKey('outbound call');

export function outboundCallOf(context: Context): OutboundCall | undefined {
	return context.getValue(outboundCallKey) as OutboundCall | undefined;
}
