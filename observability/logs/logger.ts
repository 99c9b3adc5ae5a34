import {context, trace} from '@opentelemetry/api';
import type {Logger} from 'pino';
import {pino} from 'pino';
import type {Config} from '../../config/config.ts';
import {describeError} from '../errors/describe-error.ts';
import {scrubLine} from '../privacy/scrub.ts';
import {requestOf} from '../requests/request-context.ts';
import {jobOf} from '../requests/work.ts';
import {openStdout} from './stdout.ts';

export type {Logger};

/**
One JSON object a line on stdout, with the ids of the request or job it belongs to; pretty on a developer's terminal.

@param onLine - Hears each line as it is written, secrets masked, in the context of whoever logs it.
*/
export async function createLogger(config: Config, onLine: (line: string) => void): Promise<Logger> {
	const isForPeople = config.nodeEnv === 'development' && process.stdout.isTTY;
	const pretty = isForPeople ? await import('pino-pretty').catch(() => undefined) : undefined;
	const destination =
		pretty?.default({colorize: true, ignore: 'pid,hostname'}) ??
		openStdout(lines => logger.warn({lines}, 'log lines dropped: nobody read them'));
	const logger = pino(
		{
			level: config.logLevel,
			base: null,
			timestamp: createTimestamp(),
			formatters: {level: label => ({level: label})},
			mixin: requestIds,
			hooks: {
				streamWrite(written) {
					const line = scrubLine(written);
					onLine(line);
					return line;
				},
			},
			serializers: {err: describeError},
		},
		destination,
	);
	return logger;
}

/** As pino's own `isoTime`. To write a time costs more than the rest of a line, and many lines share a millisecond. */
function createTimestamp(): () => string {
	let at = 0;
	let text = '';
	return () => {
		const now = Date.now();
		if (now !== at) {
			at = now;
			text = `,"time":"${new Date(now).toISOString()}"`;
		}
		return text;
	};
}

function requestIds(): Record<string, unknown> {
	const active = context.active();
	const span = trace.getSpanContext(active);
	if (!span) return {};
	const {traceId: trace_id, spanId: span_id} = span;
	const request = requestOf(active);
	return request
		? {trace_id, span_id, request_id: request.requestId}
		: {trace_id, span_id, job: jobOf(active)?.name};
}
