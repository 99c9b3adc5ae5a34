import type {DiagLogger} from '@opentelemetry/api';
import {DiagLogLevel, diag} from '@opentelemetry/api';
import type {Config} from '../../config/config.ts';
import type {Logger} from '../logs/logger.ts';

const levels: Record<Config['otelLogLevel'], DiagLogLevel> = {
	none: DiagLogLevel.NONE,
	error: DiagLogLevel.ERROR,
	warn: DiagLogLevel.WARN,
	info: DiagLogLevel.INFO,
	debug: DiagLogLevel.DEBUG,
	verbose: DiagLogLevel.VERBOSE,
	all: DiagLogLevel.ALL,
};

/**
What OpenTelemetry's SDK says of itself becomes lines of our log. Its own logger would write to the console, where a
production's every line is to be JSON. Place before whatever may speak, and again after the SDK was made, which sets that
one when `OTEL_LOG_LEVEL` is there.
*/
export function sendDiagToLog(logger: Logger, level: Config['otelLogLevel']): void {
	const at =
		(severity: 'error' | 'warn' | 'info' | 'debug' | 'trace') =>
		(message: string, ...details: unknown[]) =>
			logger[severity]({component: 'opentelemetry', ...(details.length > 0 && {details})}, message);
	const sink: DiagLogger = {
		error: at('error'),
		warn: at('warn'),
		info: at('info'),
		debug: at('debug'),
		verbose: at('trace'),
	};
	diag.setLogger(sink, {logLevel: levels[level], suppressOverrideMessage: true});
}
