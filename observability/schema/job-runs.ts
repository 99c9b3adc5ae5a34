import type {Group} from './schema-types.ts';
import {fields} from './schema-types.ts';
import {everySpan} from './spans.ts';

const ofQueue = 'it works on a message';

export const jobSpan: Group = {
	id: 'job-span',
	title: 'Job spans',
	about:
		'One a run, by the name of the job, in a trace of its own. For a message of a queue `process {queue}`, of the kind consumer, in the trace of whoever sent it and linked to that. Status ERROR when it fails.',
	fields: [
		...fields('OpenTelemetry', [
			['messaging.system', 'string', ofQueue, 'such as `rabbitmq`'],
			['messaging.destination.name', 'string', ofQueue, 'the queue'],
			['messaging.operation.name', 'string', ofQueue, '`process`'],
			['messaging.operation.type', 'string', ofQueue, '`process`'],
			['messaging.message.id', 'string', 'the message has an id', 'the id'],
			['error.type', 'string', 'it failed', 'code or name of the error, or `crash`'],
		]),
		...fields('Sentry', [
			['sentry.op', 'string', 'always', '`job`, or `queue.process`, which Sentry does not infer'],
		]),
		...fields('ours', [['app.job.name', 'string', 'always', 'name of the job']]),
		...everySpan,
	],
};

const ended = 'the run has ended';

export const checkIn: Group = {
	id: 'check-in',
	title: 'Check-ins',
	about:
		'Of a job with a schedule: one when it begins, one when it has ended. They make its monitor and keep it up to date. https://develop.sentry.dev/sdk/telemetry/check-ins/',
	fields: fields('Sentry', [
		['check_in_id', 'string', 'always', 'the same for both'],
		['monitor_slug', 'string', 'always', 'name of the job'],
		['status', 'string', 'always', '`in_progress`, then `ok` or `error`'],
		['duration', 'double', ended, 'in seconds'],
		['environment', 'string', 'always', 'as on events'],
		['release', 'string', 'always', 'as on events'],
		[
			'monitor_config',
			'object',
			'always',
			'schedule and time zone; `max_runtime` from its time limit; two minutes late is missed; one failure is an issue',
		],
		['contexts', 'object', 'always', '`trace`: the span of the run'],
	]),
};
