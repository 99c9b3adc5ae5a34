import type {Listener} from '../../observability/requests/observe-requests.ts';
import type {Telemetry} from '../../observability/start-telemetry.ts';
import {mayClose} from './in-turn.ts';

export interface Readiness {
	isDraining: () => boolean;
	drain: () => void;
}

/** The paths of the probes, in a target of origin or absolute form: RFC 9112 §3.2. */
const probes = /^(?:https?:\/\/[^/?#]*)?\/(livez|readyz)(?:\?|$)/;

/** A probe that was asked with another method has gone on to the application, where every error is answered. */
export function allowedOfProbe(url: string): string | undefined {
	return probes.test(url) ? 'HEAD, GET' : undefined;
}

export function createReadiness(): Readiness {
	let draining = false;
	return {
		isDraining: () => draining,
		drain: () => {
			draining = true;
		},
	};
}

/**
Answer `/livez` and `/readyz`, and pass everything else on.

Outside the application: probes come every second, with a pod's address as Host, and are nobody's
request. No span, no log, no host guard; exact paths and constant bodies, so there is nothing to guard.
Like every answer they carry `x-request-id`.
*/
export function answerHealth(
	readiness: Readiness,
	requestIdOf: Telemetry['requestIdOf'],
	application: Listener,
): Listener {
	return function health(request, response) {
		const probe = probes.exec(request.url ?? '')?.[1];
		if (!probe || (request.method !== 'GET' && request.method !== 'HEAD')) {
			return application(request, response);
		}
		const ready = probe === 'livez' || !readiness.isDraining();
		response.statusCode = ready ? 200 : 503;
		response.setHeader('content-type', 'application/json');
		response.setHeader('cache-control', 'no-store');
		response.setHeader('x-request-id', requestIdOf(request));
		// Kept open, a probe's own connection would hold up the stop.
		if (readiness.isDraining() && mayClose(request)) response.setHeader('connection', 'close');
		response.end(request.method === 'HEAD' ? '' : ready ? '{"status":"ok"}' : '{"status":"stopping"}');
		return undefined;
	};
}
