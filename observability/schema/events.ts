import type {Group} from './schema-types.ts';
import {fields} from './schema-types.ts';

const request = 'in a request';

export const event: Group = {
	id: 'event',
	title: 'Events',
	about: 'What is reported, and when, is in [errors.md](errors.md). This is what each event says.',
	fields: [
		...fields('Sentry', [
			['event_id', 'string', 'always', 'id of the event'],
			['timestamp', 'double', 'always', 'seconds since the epoch'],
			['platform', 'string', 'always', '`node`'],
			['level', 'string', 'always', '`warning`, `error` or `fatal`'],
			[
				'exception',
				'object',
				'always',
				'the error and its causes, with source lines; `mechanism.handled` says whether it was expected',
			],
			['fingerprint', 'string[]', 'events of this kind are one issue', 'such as `disallowed-host`'],
			['transaction', 'string', 'in a request or a job', 'name of the server span, or of the job'],
			[
				'breadcrumbs',
				'object[]',
				'something was logged or called',
				'what led to it: the last 30 log lines and calls (method, URL without the query, status, duration) of its request, or those outside of every request; `console` too while developing',
			],
			['modules', 'object', 'always', 'packages of `package.json`, with the versions there'],
			['environment', 'string', 'always', '`SENTRY_ENVIRONMENT`, else `NODE_ENV`'],
			['release', 'string', 'always', '`SENTRY_RELEASE`, else name, version and revision'],
			['server_name', 'string', 'always', 'name of the machine'],
			['sdk', 'object', 'always', 'name and version of Sentry’s SDK'],
			['request.method', 'string', request, 'method of the request'],
			['request.url', 'string', request, 'URL without the query, secrets masked'],
			['request.headers', 'object', request, 'the headers that are safe to show'],
			['request.query_string', 'string', '`SENTRY_SEND_DEFAULT_PII`', 'query, secret values masked'],
			['user.id', 'string', 'the caller is known', 'id of the user'],
			['user.ip_address', 'string', '`SENTRY_SEND_DEFAULT_PII`', 'address of the caller'],
			[
				'contexts.trace.trace_id',
				'string',
				'always',
				'trace of the request; one of its own without a request',
			],
			['contexts.trace.span_id', 'string', 'always', 'the server span of the request'],
			['contexts.trace.parent_span_id', 'string', 'the caller sent a trace', 'the caller’s span'],
			['contexts.monitor', 'object', 'in a job with a schedule', '`slug`: its monitor'],
			['contexts.runtime', 'object', 'always', 'Node’s version'],
			['contexts.os', 'object', 'always', 'operating system'],
			['contexts.device', 'object', 'always', 'processor of the machine'],
			['contexts.cloud_resource', 'object', 'in a cloud', 'cloud, region and machine, as far as known'],
		]),
		...fields('ours', [
			['tags.request_id', 'string', request, '`x-request-id` of the answer'],
			[
				'tags.suppressed',
				'string',
				'some were over the budget',
				'events of this kind suppressed since the last one sent',
			],
			['contexts.host.host', 'string', 'a host was refused', 'the host, escaped, at most 255 characters'],
			['contexts.host.reason', 'string', 'a host was refused', 'what is wrong with it'],
			['contexts.host.source', 'string', 'a host was refused', 'which header it came in'],
			['contexts.host.advice', 'string', 'a valid host was refused', 'how to allow it'],
		]),
	],
};

export const session: Group = {
	id: 'session',
	title: 'Sessions',
	about:
		'Release health: one aggregate a minute and at the stop. One request is one session. https://develop.sentry.dev/sdk/telemetry/sessions/',
	fields: fields('Sentry', [
		['started', 'string', 'always', 'when the minute began'],
		['exited', 'int', 'always', 'requests that went well, expected 4xx among them'],
		[
			'errored',
			'int',
			'always',
			'requests that ended in an unexpected failure: 500, 502, 503 by time-out, 504',
		],
		['crashed', 'int', 'always', '1 when the process crashed'],
	]),
};
