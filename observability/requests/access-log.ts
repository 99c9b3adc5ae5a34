import {context} from '@opentelemetry/api';
import type {Config} from '../../config/config.ts';
import type {Logger} from '../logs/logger.ts';
import {splitTarget} from './http-semantics.ts';
import type {RequestContext} from './request-context.ts';

const slowMs = 1000;

/** nginx's number for a caller who left before the answer. */
const clientClosedRequest = 499;

export type AccessLog = (context: RequestContext, status: number | undefined, durationMs: number) => void;

/** A line for each request that `ACCESS_LOG` asks for. The query is not in it. */
export function createAccessLog(logger: Logger, mode: Config['accessLog']): AccessLog {
	if (mode === 'off') return () => {};
	return (active, status = clientClosedRequest, durationMs) => {
		if (mode === 'errors' && status < 500 && durationMs <= slowMs) return;
		const {request, route, user} = active;
		const line = {
			method: request.method,
			path: splitTarget(request.url ?? '/').path,
			route,
			status,
			duration_ms: Math.round(durationMs * 10) / 10,
			user_id: user?.id,
		};
		context.with(active, () => logger[status >= 500 ? 'error' : 'info'](line, 'request'));
	};
}
