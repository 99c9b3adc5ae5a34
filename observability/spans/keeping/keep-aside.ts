import type {Context} from '@opentelemetry/api';
import {SamplingDecision} from '@opentelemetry/api';
import type {Sampler} from '@opentelemetry/sdk-trace';
import type {HeldSpans, RequestContext} from '../../requests/request-context.ts';
import {requestOf} from '../../requests/request-context.ts';

/** Of one request, its own span included. */
const mostSpans = 100;

/** Record what a sampler leaves out where it may be worth sending in the end: the first spans below a request's own. */
export function keepAside(sampler: Sampler): Sampler {
	return {
		shouldSample(context, traceId, name, ...rest) {
			const result = sampler.shouldSample(context, traceId, name, ...rest);
			if (result.decision !== SamplingDecision.NOT_RECORD || !isWorthRecording(context)) return result;
			return {...result, decision: SamplingDecision.RECORD};
		},
		toString: () => `KeepAside{${sampler}}`,
	};
}

function isWorthRecording(context: Context): boolean {
	const request = requestOf(context);
	if (!request || request.verdict === 'left-out') return false;
	const held = heldOf(request);
	if (hasRoom(held)) return true;
	held.beyond++;
	return false;
}

export function heldOf(request: RequestContext): HeldSpans {
	request.spans ??= {begun: [], ended: [], beyond: 0};
	return request.spans;
}

export function hasRoom({begun}: HeldSpans): boolean {
	return begun.length < mostSpans - 1;
}
