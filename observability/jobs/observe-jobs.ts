import type {Attributes, Context, Link} from '@opentelemetry/api';
import {context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace} from '@opentelemetry/api';
import type {Identity} from '../../config/identity.ts';
import type {Report} from '../errors/report.ts';
import {releaseHeld} from '../requests/request-context.ts';
import {Job, jobKey} from '../requests/work.ts';
import type {CheckIn, Monitor} from './check-in.ts';
import {beginCheckIn} from './check-in.ts';

/** A message of a queue that a job works on: https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/ */
export interface Message {
	/** Such as `rabbitmq`. */
	system: string;
	/** The queue or topic. */
	destination: string;
	/** As the producer's trace was written into them. */
	headers: Record<string, unknown>;
	id?: string;
}

export interface JobDescription {
	/** Transaction of its events, name of its span, slug of its monitor. */
	name: string;
	/** Where Sentry is to expect it. */
	monitor?: Monitor | undefined;
	/** What it works on; its trace goes on here. */
	message?: Message | undefined;
}

/** A job that has begun. It ends once: what comes later is ignored. */
export interface ObservedJob {
	/** Run its code: log lines, spans and events in it are the job's. */
	within<T>(work: () => T): T;
	done(): void;
	/** Makes its one event. */
	fail(thrown: unknown): void;
}

export interface Jobs {
	begin(description: JobDescription): ObservedJob;
	/** End those that will never be done, as errors. For a crash, which is an event already. */
	abandon(): void;
}

/** What is told of work without a request: a span, an event when it fails, and check-ins when it has a schedule. */
export function observeJobs({identity, report}: {identity: Identity; report: Report}): Jobs {
	const tracer = trace.getTracer(identity.name, identity.version);
	const underway = new Set<(message: string) => void>();

	return {
		begin({name, monitor, message}) {
			const parent = message ? propagation.extract(ROOT_CONTEXT, message.headers) : ROOT_CONTEXT;
			const span = tracer.startSpan(
				message ? `process ${message.destination}` : name,
				{
					kind: message ? SpanKind.CONSUMER : SpanKind.INTERNAL,
					attributes: {'app.job.name': name, ...attributesOf(message)},
					links: linksTo(parent),
				},
				parent,
			);
			const job = new Job(name, span, monitor !== undefined);
			const active = trace.setSpan(parent, span).setValue(jobKey, job);
			const within = <T>(work: () => T): T => context.with(active, work);
			const checkIn: CheckIn | undefined = monitor && within(() => beginCheckIn(name, monitor));

			function end(error?: {type: string; message?: string}): void {
				underway.delete(abandon);
				releaseHeld(job);
				if (error) {
					span.setAttribute('error.type', error.type);
					span.setStatus({code: SpanStatusCode.ERROR, ...(error.message && {message: error.message})});
				}
				within(() => checkIn?.end(error ? 'error' : 'ok'));
				span.end();
			}

			function abandon(why: string): void {
				end({type: 'crash', message: why});
			}

			underway.add(abandon);
			return {
				within,
				done() {
					if (underway.has(abandon)) end();
				},
				fail(thrown) {
					if (!underway.has(abandon)) return;
					within(() => report(thrown, 'job'));
					end({type: typeOf(thrown)});
				},
			};
		},
		abandon() {
			for (const abandon of underway) abandon('the process crashed');
		},
	};
}

/** Sentry infers no operation from these: https://develop.sentry.dev/sdk/telemetry/traces/modules/queues/ */
function attributesOf(message: Message | undefined): Attributes {
	if (!message) return {'sentry.op': 'job'};
	return {
		'sentry.op': 'queue.process',
		'messaging.system': message.system,
		'messaging.destination.name': message.destination,
		'messaging.operation.name': 'process',
		'messaging.operation.type': 'process',
		...(message.id !== undefined && {'messaging.message.id': message.id}),
	};
}

function linksTo(parent: Context): Link[] {
	const producer = trace.getSpanContext(parent);
	return producer ? [{context: producer}] : [];
}

function typeOf(thrown: unknown): string {
	try {
		const {code, name} = thrown as {code?: unknown; name?: unknown};
		return String(code ?? name ?? '_OTHER').slice(0, 100);
	} catch {
		return '_OTHER';
	}
}
