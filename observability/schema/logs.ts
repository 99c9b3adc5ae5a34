import type {Group} from './schema-types.ts';
import {fields} from './schema-types.ts';

export const log: Group = {
	id: 'log',
	title: 'Log lines',
	about:
		'On stdout, one JSON object a line; in colour for people when `NODE_ENV` is `development` and stdout a terminal. Secrets in any field are masked.',
	fields: fields('ours', [
		['level', 'string', 'always', '`trace`, `debug`, `info`, `warn`, `error` or `fatal`'],
		['time', 'string', 'always', 'RFC 3339, UTC, milliseconds'],
		['msg', 'string', 'always', 'what happened'],
		['trace_id', 'string', 'in a request or a job', 'its trace'],
		['span_id', 'string', 'in a request or a job', 'the span it was logged in'],
		['request_id', 'string', 'in a request, once it has one', '`x-request-id` of the answer'],
		['job', 'string', 'in a job, or about one', 'its name'],
		['turns', 'int', 'a job runs again', 'how many of its turns were skipped'],
		['err', 'object', 'an error', 'its type, message, code and stack, causes included; no other field of it'],
		['failure', 'string', 'what is reported', 'which rule applied, see [errors.md](errors.md)'],
		['method', 'string', '`request`', 'method'],
		['path', 'string', '`request`', 'path without the query'],
		['route', 'string', '`request`, and a route matched', 'its template'],
		[
			'status',
			'int',
			'`request`, and what the parser refused',
			'status of the answer; 499 when the caller left before it',
		],
		['duration_ms', 'double', '`request`', 'from the first byte to the last'],
		['user_id', 'string', '`request`, and the caller is known', 'id of the user'],
		['port', 'int', '`listening`', 'where it listens'],
		['address', 'string', '`listening`, and `HOST` is set', 'where it listens'],
		['host', 'object', 'a host was refused', 'as `contexts.host` of the event'],
		[
			'signal',
			'string',
			'stopping, and telemetry’s trouble',
			'`SIGTERM` or `SIGINT`; else `events`, `reports`, `spans` or `spotlight`',
		],
		['delay_ms', 'int', '`stopping`', '`SHUTDOWN_DELAY_MS`'],
		['timeout_ms', 'int', '`stopping`', '`SHUTDOWN_TIMEOUT_MS`'],
		['fingerprint', 'string', 'events were suppressed', 'of which kind'],
		['events', 'int', 'events were suppressed', 'how many, in the last minute'],
		[
			'lines',
			'int',
			'log lines were dropped, or not sent to Sentry',
			'how many: nobody read stdout, or they were over their budget',
		],
		['of_level', 'string', 'log lines were over their budget', 'of which level'],
		['requests', 'int', 'requests were turned away', 'how many, in the last minute'],
		[
			'reason',
			'string',
			'telemetry was dropped or is held back',
			'why, in Sentry’s words for client reports',
		],
		['detail', 'string', 'telemetry was dropped', 'such as `status 413`'],
		['items', 'int', 'telemetry was dropped', 'how many'],
	]),
};

export const sentryLog: Group = {
	id: 'sentry-log',
	title: 'Logs in Sentry',
	about:
		'Of `SENTRY_LOGS` and above. The other fields of the line are attributes too, objects among them as JSON; without `SENTRY_SEND_DEFAULT_PII` those that tell who somebody is are left out.',
	fields: [
		...fields('Sentry', [
			['timestamp', 'double', 'always', 'seconds since the epoch'],
			['level', 'string', 'always', 'as in the line'],
			['severity_number', 'int', 'always', 'of OpenTelemetry: 13 is `warn`'],
			['body', 'string', 'always', '`msg` of the line'],
			['trace_id', 'string', 'always', 'trace of the request; one of its own without a request'],
			['span_id', 'string', 'in a request', 'the span it was logged in'],
			['sentry.trace.parent_span_id', 'string', 'in a request', 'the same, where Sentry’s SDKs say it'],
			['sentry.timestamp.sequence', 'int', 'always', 'order among those of one moment'],
			['sentry.release', 'string', 'always', 'as on events'],
			['sentry.environment', 'string', 'always', 'as on events'],
			['sentry.sdk.name', 'string', 'always', 'Sentry’s SDK'],
			['sentry.sdk.version', 'string', 'always', 'its version'],
			['server.address', 'string', 'always', 'name of the machine'],
			['user.id', 'string', 'the caller is known', 'id of the user'],
		]),
		...fields('OpenTelemetry', [
			['exception.type', 'string', 'an error', 'its name'],
			['exception.message', 'string', 'an error', 'its message'],
			['exception.stacktrace', 'string', 'an error', 'its stack, causes included'],
			['error.type', 'string', 'an error with a code', 'the code'],
		]),
		...fields('ours', [
			['suppressed', 'int', 'some were over the budget', 'lines of this level not sent since the last one'],
		]),
	],
};
