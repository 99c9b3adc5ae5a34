import type {Group} from './schema-types.ts';
import {fields} from './schema-types.ts';

const pii = '`SENTRY_SEND_DEFAULT_PII`';

/** On every span, whatever its kind. */
export const everySpan = fields('Sentry', [
	['sentry.release', 'string', 'always', 'the release, which Sentry does not read from `service.version`'],
	[
		'sentry.client_sample_rate',
		'double',
		'always',
		'share of traces that the trace’s root keeps; one kept trace counts as its inverse',
	],
]);

export const serverSpan: Group = {
	id: 'server-span',
	title: 'Server spans',
	about:
		'One a request, `{method} {http.route}`, `{method}` without a route, `HTTP` for an unknown method. Status ERROR for 5xx only. Not for `/livez`, `/readyz` and what Node’s parser refuses.',
	fields: [
		...fields('OpenTelemetry', [
			['http.request.method', 'string', 'always', '`_OTHER` when it is not a known one'],
			['http.request.method_original', 'string', 'the method is unknown', 'the method as it came'],
			['url.path', 'string', 'always', 'path of the request, secrets masked'],
			['url.scheme', 'string', 'always', '`http` or `https`, as the trusted proxy saw it'],
			['url.query', 'string', pii, 'query, secret values masked'],
			['http.route', 'string', 'a route matched', 'its template, such as `/debug/status/:code`'],
			['http.response.status_code', 'int', 'an answer began', 'status of the answer'],
			['server.address', 'string', 'always', 'host that was asked for'],
			['server.port', 'int', 'always', 'port that was asked for'],
			['network.protocol.version', 'string', 'always', '`1.0`, `1.1` or `2`'],
			['user_agent.original', 'string', 'the caller sent one', 'its `User-Agent`'],
			['client.address', 'string', pii, 'address of the caller, behind trusted proxies'],
			['error.type', 'string', 'status 500 and up, or a crash', 'the status, or `crash`'],
		]),
		...fields('ours', [
			[
				'app.spans.left_out',
				'int',
				'it was left out by sampling, reported, and had more than 100 spans',
				'how many of them are not there',
			],
		]),
		...fields('Sentry', [['user.id', 'string', 'the caller is known', 'id of the user']]),
		...everySpan,
	],
};

export const clientSpan: Group = {
	id: 'client-span',
	title: 'Client spans',
	about:
		'One for each attempt of each call, by `fetch` or over `node:http`, named by its method. Status ERROR from 400 up and without an answer.',
	fields: [
		...fields('OpenTelemetry', [
			['http.request.method', 'string', 'always', 'method of the call'],
			['http.request.resend_count', 'int', 'it was tried before', 'attempts before this one'],
			['http.response.status_code', 'int', 'an answer began', 'status of the answer'],
			['url.full', 'string', 'always', 'URL without credentials, and without its query'],
			[
				'url.query',
				'string',
				`${pii}, and there is one`,
				'query, secret values masked; `url.full` has it too then',
			],
			['url.scheme', 'string', 'always', '`http` or `https`'],
			['server.address', 'string', 'always', 'host that was called'],
			['server.port', 'int', 'always', 'port that was called'],
			['network.peer.address', 'string', 'a connection was made', 'address that answered for it'],
			['network.peer.port', 'int', 'a connection was made', 'its port'],
			['network.protocol.version', 'string', 'a connection was made', '`1.1` or `2`'],
			[
				'error.type',
				'string',
				'it failed',
				'the status, or the code of the error, such as `ECONNREFUSED` or `upstream-timed-out`',
			],
		]),
		...everySpan,
	],
};

export const exceptionEvent: Group = {
	id: 'span-event',
	title: 'Span events',
	about:
		'`exception`, on a client span that got no answer. Sentry drops span events; a collector keeps them.',
	fields: fields('OpenTelemetry', [
		['exception.type', 'string', 'always', 'name or code of the error'],
		['exception.message', 'string', 'always', 'its message, secrets masked'],
		['exception.stacktrace', 'string', 'always', 'its stack, secrets masked'],
	]),
};

export const resource: Group = {
	id: 'resource',
	title: 'Resource',
	about: 'On every span and metric. `OTEL_RESOURCE_ATTRIBUTES` adds to it.',
	fields: fields('OpenTelemetry', [
		['service.name', 'string', 'always', '`OTEL_SERVICE_NAME`, else the package’s name'],
		['service.version', 'string', 'always', 'the package’s version'],
		['deployment.environment.name', 'string', 'always', '`SENTRY_ENVIRONMENT`, else `NODE_ENV`'],
	]),
};

export const transaction: Group = {
	id: 'transaction',
	title: 'Transactions',
	about:
		'With `SENTRY_SPAN_PROTOCOL=envelope`: one for each request, its server span in `contexts.trace`, the others in `spans`, all with the attributes above. `otel.status_message` there is a span’s status message.',
	fields: fields('Sentry', [
		['type', 'string', 'always', '`transaction`'],
		['event_id', 'string', 'always', 'id of the transaction'],
		['platform', 'string', 'always', '`node`'],
		['transaction', 'string', 'always', 'name of the server span'],
		['transaction_info', 'object', 'always', '`source`: `route` or `url`'],
		['start_timestamp', 'double', 'always', 'seconds since the epoch'],
		['timestamp', 'double', 'always', 'seconds since the epoch'],
		['environment', 'string', 'always', 'as on events'],
		['release', 'string', 'always', 'as on events'],
		['sdk', 'object', 'always', 'name and version of Sentry’s SDK'],
		['contexts', 'object', 'always', '`trace`: the server span; `otel`: the resource'],
		['spans', 'object[]', 'always', 'the spans below the server span'],
		['user', 'object', 'the caller is known', '`id`'],
	]),
};
